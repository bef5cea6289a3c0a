import { bridgeLimits, type CallApi, callOptions } from '../bridge/protocol.ts';
import { type Answer, answered, saved } from './answer.ts';
import { type Host, post } from './channel.ts';
import { append, byteLengthOf, type Callable, isCallable, type List, list, table } from './primordials.ts';
import { encode } from './encode.ts';
import { callbackOf } from './outcome.ts';
import { Queue } from './queue.ts';
import { snapshot } from './snapshot.ts';
import type { Steps } from './steps.ts';

/** Made once: a busy program asks for them thousands of times a second. */
const callbackNames = { request: namesFor('request'), downloadFile: namesFor('downloadFile') };

function namesFor(api: CallApi) {
  return {
    success: `the success callback of ${api}`,
    fail: `the fail callback of ${api}`,
    complete: `the complete callback of ${api}`,
  };
}

type TaskEvent = 'headers' | 'progress';

interface Call {
  readonly id: number;
  readonly api: CallApi;
  readonly success: Callable | undefined;
  readonly fail: Callable | undefined;
  readonly complete: Callable | undefined;
  /** What it takes on its way through the host, text and bytes. */
  readonly size: number;
  /** Listeners, where there have been any. */
  headers: List<Callable> | undefined;
  progress: List<Callable> | undefined;
  toldHeaders: boolean;
  aborted: boolean;
  /** What waits in the program's own memory until the host takes it. */
  unsent: { text: string; bytes: ArrayBuffer | undefined } | undefined;
}

/**
 * The program's calls to the network, from `wx.request(…)` to the last callback. A program may have so many
 * open calls with the host; further ones wait here, first come, first served.
 */
export class Tasks {
  readonly #host: Host;
  readonly #steps: Steps;
  readonly #calls = table<number, Call>();
  readonly #waiting = new Queue<Call>();
  #lastId = 0;
  #open = 0;
  #openSize = 0;

  constructor(host: Host, steps: Steps) {
    this.#host = host;
    this.#steps = steps;
  }

  start(api: CallApi, options: unknown): object {
    this.#lastId += 1;
    const id = this.#lastId;
    const { value, odd, bytes } = snapshot(options, callOptions[api]);
    const text = `["call",${id},"${api}",${encode(value)},${odd === undefined ? '[]' : encode(odd)}]`;
    const call: Call = {
      id,
      api,
      success: callbackOf(options, 'success'),
      fail: callbackOf(options, 'fail'),
      complete: callbackOf(options, 'complete'),
      size: text.length + (bytes === undefined ? 0 : byteLengthOf(bytes)),
      headers: undefined,
      progress: undefined,
      toldHeaders: false,
      aborted: false,
      unsent: { text, bytes },
    };
    this.#calls.set(id, call);
    this.#waiting.add(call);
    this.#send();
    return this.#task(call);
  }

  /** The host's answer, or news of a call under way. */
  receive(kind: string, head: readonly unknown[], body: unknown): void {
    const call = this.#calls.get(head[1] as number);
    if (call === undefined) return;
    if (kind === 'headers' || kind === 'progress') {
      if (kind === 'headers') call.toldHeaders = true;
      this.#tellListeners(call, kind, head[2]);
      return;
    }
    this.#calls.delete(call.id);
    this.#open -= 1;
    this.#openSize -= call.size;
    if (kind === 'failure') this.#settle(call, 'fail', head[2]);
    else this.#succeed(call, kind === 'saved' ? saved(head) : answered(head, body));
    this.#send();
  }

  #succeed(call: Call, answer: Answer): void {
    // The head came before the program had set its listener, in one long turn: it hears of it now.
    if (call.headers !== undefined && !call.toldHeaders) {
      const { header, statusCode, cookies } = answer;
      this.#tellListeners(call, 'headers', { header, statusCode, cookies });
    }
    this.#settle(call, 'success', answer);
  }

  #tellListeners(call: Call, event: TaskEvent, argument: unknown): void {
    const listeners = call[event] ?? list<Callable>();
    const where = `a ${event === 'headers' ? 'onHeadersReceived' : 'onProgressUpdate'} listener of ${call.api}`;
    for (let i = 0; i < listeners.length; i++) this.#steps.add(where, listeners[i], undefined, argument);
  }

  #settle(call: Call, name: 'success' | 'fail', result: unknown): void {
    const where = callbackNames[call.api];
    this.#steps.add(where[name], call[name], undefined, result);
    this.#steps.add(where.complete, call.complete, undefined, result);
  }

  #send(): void {
    for (let call = this.#waiting.first; call !== undefined; call = this.#waiting.first) {
      const { unsent } = call;
      if (unsent === undefined || !this.#mayOpen(call)) return;
      this.#waiting.shift();
      this.#open += 1;
      this.#openSize += call.size;
      call.unsent = undefined;
      this.#host.send(unsent.text, unsent.bytes);
      if (call.headers !== undefined) post(this.#host, ['listen', call.id, 'headers']);
      if (call.progress !== undefined) post(this.#host, ['listen', call.id, 'progress']);
      if (call.aborted) post(this.#host, ['abort', call.id]);
    }
  }

  #mayOpen(call: Call): boolean {
    if (this.#open === 0) return true;
    return this.#open < bridgeLimits.openCalls && this.#openSize + call.size <= bridgeLimits.openCallBytes;
  }

  #abort(call: Call): void {
    if (call.aborted || !this.#calls.has(call.id)) return;
    call.aborted = true;
    if (call.unsent === undefined) post(this.#host, ['abort', call.id]);
  }

  #listen(call: Call, event: TaskEvent, listener: unknown): void {
    if (!isCallable(listener) || !this.#calls.has(call.id)) return;
    if (call[event] === undefined) {
      call[event] = list();
      if (call.unsent === undefined) post(this.#host, ['listen', call.id, event]);
    }
    append(call[event], listener);
  }

  #task(call: Call): object {
    const abort = () => this.#abort(call);
    const onHeadersReceived = (listener: unknown) => this.#listen(call, 'headers', listener);
    const offHeadersReceived = (listener?: unknown) => remove(call.headers, listener);
    if (call.api === 'request') return { abort, onHeadersReceived, offHeadersReceived };
    return {
      abort,
      onHeadersReceived,
      offHeadersReceived,
      onProgressUpdate: (listener: unknown) => this.#listen(call, 'progress', listener),
      offProgressUpdate: (listener?: unknown) => remove(call.progress, listener),
    };
  }
}

/** Without a listener: all of them. */
function remove(listeners: List<Callable> | undefined, listener: unknown): void {
  if (listeners === undefined) return;
  let kept = 0;
  for (let i = 0; i < listeners.length; i++) {
    const one = listeners[i];
    if (one !== undefined && listener !== undefined && one !== listener) listeners[kept++] = one;
  }
  listeners.length = kept;
}
