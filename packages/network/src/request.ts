import { admit } from './admit.ts';
import { describeAnswer, headersEvent } from './answer.ts';
import type { ChunkEvent, HeadersEvent, RequestTask } from './api.ts';
import { collectBody } from './collected-body.ts';
import { decodeText, parseJson } from './decode.ts';
import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import { type AnswerReceiver, type Carriage, Exchange } from './exchange.ts';
import { headerValue } from './headers.ts';
import { Listeners } from './listeners.ts';
import { checkRequest, type RequestCall, readCallbacks } from './options.ts';
import { buildOutgoing } from './outgoing.ts';
import { type AnswerRecord, Task } from './task.ts';
import { type ContentDecoder, createContentDecoder } from './transport/content-coding.ts';
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
  const chunkReceived = new Listeners<ChunkEvent>(task, 'onChunkReceived');

  task.attempt(() => {
    const call = task.announce((asked) => checkRequest(options, asked));
    const admission = admit(engine, task, call.url, 0);
    const outgoing = buildOutgoing(call, admission.target.path, engine.profile);

    task.enqueue(engine.timeoutFor('request', call.timeout), () => {
      const receiver: AnswerReceiver = {
        carriage: carriageOf(call),
        onHead(head) {
          if (!headersReceived.empty) headersReceived.call(headersEvent(head));
          const succeed = (data: unknown, answer: AnswerRecord) =>
            task.succeed({ data, ...describeAnswer(task, exchange, head) }, answer);
          if (call.enableChunked) {
            return tellBody(task, exchange, head, chunkReceived, (bodyBytes) =>
              succeed(call.responseType === 'text' ? '' : new ArrayBuffer(0), { bodyBytes }),
            );
          }
          return collectBody(engine, task, exchange, head, (body) => {
            const { data, answer } = readAnswer(call, head, body);
            succeed(data, answer);
          });
        },
      };
      const exchange = new Exchange(engine, task, admission, outgoing, receiver);
      exchange.send();
    });
  });

  return {
    abort: () => task.abort(),
    onHeadersReceived: (listener) => headersReceived.add(listener),
    offHeadersReceived: (listener) => headersReceived.remove(listener),
    onChunkReceived: (listener) => chunkReceived.add(listener),
    offChunkReceived: (listener) => chunkReceived.remove(listener),
  };
}

/** Pieces are told over HTTP/1.1 and as they come, so neither HTTP/2 nor the cache has a part in it. Rule 19. */
function carriageOf({ enableChunked, redirect, enableHttp2, enableCache }: RequestCall): Carriage {
  return { redirect, http2: enableHttp2 && !enableChunked, cache: enableCache && !enableChunked };
}

/** Tells the decoded body piece by piece; a listener that is not done yet makes the server wait. */
function tellBody(
  task: Task,
  exchange: Exchange,
  head: WireHead,
  listeners: Listeners<ChunkEvent>,
  complete: (bodyBytes: number) => void,
): ContentDecoder {
  let bodyBytes = 0;
  const decoder = createContentDecoder(headerValue(head.headers, 'content-encoding'), {
    streamed: true,
    limit: Number.POSITIVE_INFINITY,
    tooLarge: () => new NetworkError('RESPONSE_TOO_LARGE'),
    onData(chunk) {
      bodyBytes += chunk.byteLength;
      const pending = listeners.empty ? undefined : listeners.callAndWait({ data: ownBuffer(chunk) });
      void pending?.then(() => decoder.resume());
      return pending === undefined;
    },
    onDrain: () => exchange.resume(),
    onEnd: () => complete(bodyBytes),
    onError: (error) => task.fail(error),
  });
  return decoder;
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
