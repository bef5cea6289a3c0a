import { bridgeLimits, type CallApi, callOptions, type Json, profileFields } from '../bridge/protocol.ts';
import { type Host, post } from './channel.ts';
import {
  append,
  byteLengthOf,
  type Callable,
  isArrayBuffer,
  isCallable,
  isObject,
  type List,
  list,
  parseJson,
  record,
  setPrototypeOf,
  table,
  toJson,
} from './primordials.ts';
import { snapshot } from './snapshot.ts';
import type { Steps } from './steps.ts';

interface Call {
  readonly id: number;
  readonly api: CallApi;
  readonly success: Callable | undefined;
  readonly fail: Callable | undefined;
  readonly complete: Callable | undefined;
  readonly bytes: number;
  readonly headers: List<Callable>;
  readonly progress: List<Callable>;
  /** What waits in the program's own memory until the host takes it. */
  unsent: { text: string; bytes: ArrayBuffer | undefined; after: List<() => void> } | undefined;
}

/**
 * The program's calls to the network, from `wx.request(…)` to the last callback. A program may have so many
 * open calls with the host; further ones wait here, first come, first served.
 */
export class Tasks {
  readonly #host: Host;
  readonly #steps: Steps;
  readonly #calls = table<number, Call>();
  #lastId = 0;
  #open = 0;
  #openBytes = 0;
  #waiting: List<Call> = list();
  #nextWaiting = 0;

  constructor(host: Host, steps: Steps) {
    this.#host = host;
    this.#steps = steps;
  }

  start(api: CallApi, options: unknown): object {
    this.#lastId += 1;
    const id = this.#lastId;
    const { value, odd, bytes } = snapshot(options, callOptions[api]);
    const call: Call = {
      id,
      api,
      success: callback(options, 'success'),
      fail: callback(options, 'fail'),
      complete: callback(options, 'complete'),
      bytes: bytes === undefined ? 0 : byteLengthOf(bytes),
      headers: list(),
      progress: list(),
      unsent: { text: `["call",${id},"${api}",${toJson(value)},${toJson(odd)}]`, bytes, after: list() },
    };
    this.#calls.set(id, call);
    append(this.#waiting, call);
    this.#send();
    return this.#task(call);
  }

  /** The host's answer, or news of a call under way. */
  receive(kind: string, head: readonly unknown[], body: unknown): void {
    const call = this.#calls.get(head[1] as number);
    if (call === undefined) return;
    if (kind === 'headers' || kind === 'progress') {
      const listeners = call[kind];
      const where = `a ${kind === 'headers' ? 'onHeadersReceived' : 'onProgressUpdate'} listener of ${call.api}`;
      for (let i = 0; i < listeners.length; i++) this.#steps.add(where, listeners[i], undefined, head[2]);
      return;
    }
    this.#calls.delete(call.id);
    this.#open -= 1;
    this.#openBytes -= call.bytes;
    if (kind === 'failure') this.#settle(call, 'fail', head[2]);
    else if (kind === 'saved') this.#settle(call, 'success', saved(head));
    else this.#settle(call, 'success', answered(head, body));
    this.#send();
  }

  #settle(call: Call, name: 'success' | 'fail', result: unknown): void {
    this.#steps.add(`the ${name} callback of ${call.api}`, call[name], undefined, result);
    this.#steps.add(`the complete callback of ${call.api}`, call.complete, undefined, result);
  }

  #send(): void {
    for (;;) {
      const call = this.#waiting[this.#nextWaiting];
      if (call === undefined || !this.#mayOpen(call)) break;
      this.#waiting[this.#nextWaiting] = call;
      this.#nextWaiting += 1;
      this.#open += 1;
      this.#openBytes += call.bytes;
      const { unsent } = call;
      call.unsent = undefined;
      if (unsent === undefined) continue;
      this.#host.send(unsent.text, unsent.bytes);
      for (let i = 0; i < unsent.after.length; i++) unsent.after[i]?.();
    }
    if (this.#nextWaiting === this.#waiting.length) {
      this.#waiting = list();
      this.#nextWaiting = 0;
    }
  }

  #mayOpen(call: Call): boolean {
    if (this.#open === 0) return true;
    if (this.#open >= bridgeLimits.openCalls) return false;
    return this.#openBytes === 0 || this.#openBytes + call.bytes <= bridgeLimits.openCallBytes;
  }

  /** Tells the host now, or behind the call that still waits. */
  #tell(call: Call, tell: () => void): void {
    if (!this.#calls.has(call.id)) return;
    if (call.unsent === undefined) tell();
    else append(call.unsent.after, tell);
  }

  #task(call: Call): object {
    const listen = (event: 'headers' | 'progress') => (listener: unknown) => {
      if (!isCallable(listener)) return;
      if (call[event].length === 0) this.#tell(call, () => post(this.#host, ['listen', call.id, event]));
      append(call[event], listener);
    };
    const unlisten = (event: 'headers' | 'progress') => (listener?: unknown) => remove(call[event], listener);
    const task = {
      abort: () => this.#tell(call, () => post(this.#host, ['abort', call.id])),
      onHeadersReceived: listen('headers'),
      offHeadersReceived: unlisten('headers'),
    };
    if (call.api === 'request') return task;
    return {
      abort: task.abort,
      onHeadersReceived: task.onHeadersReceived,
      offHeadersReceived: task.offHeadersReceived,
      onProgressUpdate: listen('progress'),
      offProgressUpdate: unlisten('progress'),
    };
  }
}

function callback(options: unknown, name: string): Callable | undefined {
  try {
    const found = isObject(options) ? options[name] : undefined;
    return isCallable(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Without a listener: all of them. */
function remove(listeners: List<Callable>, listener: unknown): void {
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
