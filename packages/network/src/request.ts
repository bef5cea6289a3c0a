import { admit } from './admit.ts';
import { describeAnswer, headersEvent } from './answer.ts';
import type { HeadersEvent, RequestTask } from './api.ts';
import { decodeText, parseJson } from './decode.ts';
import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import { Exchange } from './exchange.ts';
import { headerValue } from './headers.ts';
import { Listeners } from './listeners.ts';
import { checkRequest, type RequestCall, readCallbacks } from './options.ts';
import { buildOutgoing } from './outgoing.ts';
import { type AnswerRecord, Task } from './task.ts';
import { createContentDecoder } from './transport/content-coding.ts';
import type { WireHead } from './transport/transport.ts';

/**
 * `request`, from what the program wrote to its callbacks. Rules 9 to 15.
 *
 * The stops in order: options, admission, outgoing, slot, transport, decoding, settlement. What the program
 * passed is read and copied before this returns, so a program may change its objects afterwards.
 */
export function request(engine: Engine, options: unknown): RequestTask {
  const task = new Task(engine, 'request', readCallbacks(options));
  const headersReceived = new Listeners<HeadersEvent>(task, 'onHeadersReceived');

  task.attempt(() => {
    const call = task.announce((asked) => checkRequest(options, asked));
    const admission = admit(engine, task, call.url, 0);
    const outgoing = buildOutgoing(call, admission.target.path, engine.profile);

    task.enqueue(engine.timeoutFor('request', call.timeout), () => {
      const exchange = new Exchange(engine, task, admission, outgoing, {
        redirect: call.redirect,
        onHead(head) {
          if (!headersReceived.empty) headersReceived.call(headersEvent(head));
          return collectBody(engine, task, exchange, head, (body) => {
            const { data, answer } = readAnswer(call, head, body);
            task.succeed({ data, ...describeAnswer(task, exchange, head) }, answer);
          });
        },
      });
      exchange.send();
    });
  });

  return {
    abort: () => task.abort(),
    onHeadersReceived: (listener) => headersReceived.add(listener),
    offHeadersReceived: (listener) => headersReceived.remove(listener),
  };
}

/** Takes the decoded body into memory, up to the host's limit. */
function collectBody(
  engine: Engine,
  task: Task,
  exchange: Exchange,
  head: WireHead,
  complete: (body: Uint8Array) => void,
) {
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

/** Bytes become what the program asked for: bytes, text, or the value of a JSON text. Rules 12 and 13. */
function readAnswer(
  call: RequestCall,
  head: WireHead,
  body: Uint8Array,
): { data: unknown; answer: AnswerRecord } {
  const bodyBytes = body.byteLength;
  if (call.responseType === 'arraybuffer') {
    const bytes = ownBuffer(body);
    return { data: bytes, answer: { body: bytes, bodyBytes } };
  }
  const { text, reading } = decodeText(body, headerValue(head.headers, 'content-type'));
  const data = call.dataType === 'json' ? parseJson(text) : text;
  return { data, answer: { body: text, reading, bodyBytes } };
}

/** An ArrayBuffer of exactly these bytes, shared with nobody. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
