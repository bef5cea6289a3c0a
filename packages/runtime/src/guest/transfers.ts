import type { TransferApi } from '../bridge/protocol.ts';
import type { Answer } from './answer.ts';
import type { Call, Calls, Owner } from './calls.ts';
import { type Host, post } from './channel.ts';
import { Listeners } from './listeners.ts';
import { isCallable } from './primordials.ts';
import type { Steps } from './steps.ts';

const listenerNames = {
  headers: 'onHeadersReceived',
  progress: 'onProgressUpdate',
  chunks: 'onChunkReceived',
} as const;

/** The program's requests, downloads and uploads, and the tasks that it holds of them. */
export class Transfers implements Owner {
  readonly #host: Host;
  readonly #steps: Steps;
  readonly #calls: Calls;

  constructor(host: Host, parts: { steps: Steps; calls: Calls }) {
    this.#host = host;
    this.#steps = parts.steps;
    this.#calls = parts.calls;
  }

  start(api: TransferApi, options: unknown): object {
    const call = this.#calls.call(api, options, this);
    this.#calls.start(call);
    return this.#task(call);
  }

  /** News of a transfer under way. */
  told(kind: 'headers' | 'progress' | 'chunk', head: readonly unknown[], body: unknown): void {
    const call = this.#calls.find(head[1] as number);
    if (call === undefined) return;
    if (kind === 'chunk') {
      call.chunks?.call(this.#steps, { data: body });
      return;
    }
    if (kind === 'headers') call.toldHeaders = true;
    call[kind]?.call(this.#steps, head[2]);
  }

  onSent(call: Call): void {
    if (call.headers !== undefined) post(this.#host, ['listen', call.id, 'headers']);
    if (call.progress !== undefined) post(this.#host, ['listen', call.id, 'progress']);
    if (call.aborted) post(this.#host, ['abort', call.id]);
  }

  onEnd(call: Call, ok: boolean, result: unknown): void {
    if (!ok || call.headers === undefined || call.toldHeaders) return;
    // The head came before the program had set its listener, in one long turn: it hears of it now.
    const { header, statusCode, cookies } = result as Answer;
    call.headers.call(this.#steps, { header, statusCode, cookies });
  }

  #abort(call: Call): void {
    if (call.aborted || call.ended) return;
    call.aborted = true;
    if (call.unsent === undefined) post(this.#host, ['abort', call.id]);
  }

  #listen(call: Call, event: keyof typeof listenerNames, listener: unknown): void {
    if (!isCallable(listener) || call.ended) return;
    if (call[event] === undefined) {
      call[event] = new Listeners(`an ${listenerNames[event]} listener of ${call.api}`);
      // Chunks are told without being asked for.
      if (call.unsent === undefined && event !== 'chunks') post(this.#host, ['listen', call.id, event]);
    }
    call[event].add(listener);
  }

  #task(call: Call): object {
    const abort = () => this.#abort(call);
    const onHeadersReceived = (listener: unknown) => this.#listen(call, 'headers', listener);
    const offHeadersReceived = (listener?: unknown) => call.headers?.remove(listener);
    if (call.api === 'request') {
      return {
        abort,
        onHeadersReceived,
        offHeadersReceived,
        onChunkReceived: (listener: unknown) => this.#listen(call, 'chunks', listener),
        offChunkReceived: (listener?: unknown) => call.chunks?.remove(listener),
      };
    }
    return {
      abort,
      onHeadersReceived,
      offHeadersReceived,
      onProgressUpdate: (listener: unknown) => this.#listen(call, 'progress', listener),
      offProgressUpdate: (listener?: unknown) => call.progress?.remove(listener),
    };
  }
}
