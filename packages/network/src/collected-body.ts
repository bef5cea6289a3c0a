import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { headerValue } from './headers.ts';
import type { Task } from './task.ts';
import { type ContentDecoder, createContentDecoder } from './transport/content-coding.ts';
import type { WireHead } from './transport/transport.ts';

/** Takes the decoded body of an answer into memory, up to the host's limit. */
export function collectBody(
  engine: Engine,
  task: Task,
  exchange: Exchange,
  head: WireHead,
  complete: (body: Uint8Array) => void,
): ContentDecoder {
  const limit = engine.profile.limits.responseBytes;
  const chunks: Uint8Array[] = [];
  return createContentDecoder(headerValue(head.headers, 'content-encoding'), {
    limit,
    tooLarge: () =>
      new NetworkError('RESPONSE_TOO_LARGE', { detail: `The decoded answer is larger than ${limit} bytes.` }),
    onData(chunk) {
      chunks.push(chunk);
      return true;
    },
    onDrain: () => exchange.resume(),
    onEnd: () => task.attempt(() => complete(joined(chunks))),
    onError: (error) => task.fail(error),
  });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}
