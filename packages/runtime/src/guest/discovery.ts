import { type DiscoveryVerb, type ServiceEvent, serviceEvents } from '../bridge/protocol.ts';
import { type Host, post } from './channel.ts';
import type { Outcomes } from './outcome.ts';
import { append, type Callable, isCallable, isObject, type List, list, table } from './primordials.ts';
import type { Steps } from './steps.ts';

/** No service type is as long. */
const longestType = 255;

/** Local services: the two calls go to the host, and what it finds comes back as events. */
export class Discovery {
  readonly #host: Host;
  readonly #steps: Steps;
  readonly #outcomes: Outcomes;
  readonly #pending = table<number, (ok: boolean, result: unknown) => void>();
  readonly #listeners = table<ServiceEvent, List<Callable>>();
  #lastId = 0;

  constructor(host: Host, parts: { steps: Steps; outcomes: Outcomes }) {
    this.#host = host;
    this.#steps = parts.steps;
    this.#outcomes = parts.outcomes;
    for (let i = 0; i < serviceEvents.length; i++) {
      const event = serviceEvents[i];
      if (event !== undefined) this.#listeners.set(event, list());
    }
  }

  call(verb: DiscoveryVerb, options: unknown): unknown {
    const { answer, end } = this.#outcomes.begin(verb, options);
    this.#lastId += 1;
    this.#pending.set(this.#lastId, end);
    post(this.#host, ['discovery', this.#lastId, verb, typeOf(options)]);
    return answer;
  }

  listen(event: ServiceEvent, listener: unknown): void {
    const listeners = this.#listeners.get(event);
    if (listeners !== undefined && isCallable(listener)) append(listeners, listener);
  }

  /** Without a listener: all of them. */
  unlisten(event: ServiceEvent, listener: unknown): void {
    const kept = list<Callable>();
    const listeners = this.#listeners.get(event) ?? list<Callable>();
    for (let i = 0; i < listeners.length; i++) {
      const one = listeners[i];
      if (one !== undefined && listener !== undefined && one !== listener) append(kept, one);
    }
    this.#listeners.set(event, kept);
  }

  /** The host's answer to a call. */
  answered(id: number, ok: boolean, result: unknown): void {
    const end = this.#pending.get(id);
    this.#pending.delete(id);
    end?.(ok, result);
  }

  told(event: ServiceEvent, payload: unknown): void {
    const listeners = this.#listeners.get(event);
    if (listeners === undefined) return;
    for (let i = 0; i < listeners.length; i++) {
      this.#steps.add(`an ${event} listener`, listeners[i], undefined, payload);
    }
  }
}

/** What is no service type is one to the host neither. */
function typeOf(options: unknown): string {
  try {
    const type = isObject(options) ? options.serviceType : undefined;
    return typeof type === 'string' && type.length <= longestType ? type : '';
  } catch {
    return '';
  }
}
