import { bridgeLimits, type CallApi, callOptions, type Json, profileFields } from '../bridge/protocol.ts';
import { type Host, post } from './channel.ts';
import {
  append,
  byteLengthOf,
  type Callable,
  isArrayBuffer,
  isCallable,
  type List,
  list,
  parseJson,
  record,
  setPrototypeOf,
  table,
} from './primordials.ts';
import { encode } from './encode.ts';
import { callbackOf } from './outcome.ts';
import { Queue } from './queue.ts';
import { snapshot } from './snapshot.ts';
import type { Steps } from './steps.ts';

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
      this.#tellListeners(call, kind, head[2]);
      return;
    }
    this.#calls.delete(call.id);
    this.#open -= 1;
    this.#openSize -= call.size;
    if (kind === 'failure') this.#settle(call, 'fail', head[2]);
    else if (kind === 'saved') this.#settle(call, 'success', saved(head));
    else this.#settle(call, 'success', answered(head, body));
    this.#send();
  }

  #tellListeners(call: Call, event: TaskEvent, argument: unknown): void {
    const listeners = call[event] ?? list<Callable>();
    const where = `a ${event === 'headers' ? 'onHeadersReceived' : 'onProgressUpdate'} listener of ${call.api}`;
    for (let i = 0; i < listeners.length; i++) this.#steps.add(where, listeners[i], undefined, argument);
  }

  #settle(call: Call, name: 'success' | 'fail', result: unknown): void {
    this.#steps.add(`the ${name} callback of ${call.api}`, call[name], undefined, result);
    this.#steps.add(`the complete callback of ${call.api}`, call.complete, undefined, result);
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

function answered(head: readonly unknown[], body: unknown): unknown {
  let data = head[2] === 'text-in-json' ? parseJson(body as string) : body;
  if (head[3] === true && !isArrayBuffer(data)) data = parsedOrText(data as string);
  const rest = head[8] as { exception: Json; useHttpDNS: Json; errMsg: Json };
  return {
    data,
    statusCode: head[4],
    header: head[5],
    cookies: head[6],
    profile: profile(head[7] as readonly unknown[]),
    exception: rest.exception,
    useHttpDNS: rest.useHttpDNS,
    errMsg: rest.errMsg,
  };
}

function saved(head: readonly unknown[]): unknown {
  const rest = head[8] as { exception: Json; useHttpDNS: Json; errMsg: Json };
  return {
    tempFilePath: head[2],
    filePath: head[3],
    statusCode: head[4],
    header: head[5],
    cookies: head[6],
    profile: profile(head[7] as readonly unknown[]),
    exception: rest.exception,
    useHttpDNS: rest.useHttpDNS,
    errMsg: rest.errMsg,
  };
}

/** A body that is no JSON stays the text that it is. Rule 13. */
function parsedOrText(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

function profile(values: readonly unknown[]): object {
  const result = record<unknown>();
  for (let i = 0; i < profileFields.length; i++) result[profileFields[i] ?? ''] = values[i];
  setPrototypeOf(result, objectPrototype);
  return result;
}

const objectPrototype = Object.prototype;
