import { AcceleratedExchange } from './accelerate.ts';
import type { Disguise } from './acceleration/disguise.ts';
import type { Route } from './acceleration/route.ts';
import { Trail } from './acceleration/trail.ts';
import { admit, type Admission } from './admit.ts';
import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import type { SendEvent } from './events.ts';
import { networkLimits } from './limits.ts';
import type { Task } from './task.ts';
import type { ContentDecoder } from './transport/content-coding.ts';
import { isRedirect, locationOf, nextHop } from './transport/redirects.ts';
import {
  type DialledAddress,
  type Exchange as WireExchange,
  isBodySource,
  type Outgoing,
  type WireBody,
  type WireHead,
  type WireReceiver,
  type WireRequest,
  type WireTiming,
} from './transport/transport.ts';

/** What a recipe does with the answer that counts: the one after the last redirect that is followed. */
export interface AnswerReceiver {
  /** Default: redirects are followed, over HTTP/1.1, and nothing is kept. */
  readonly carriage?: Carriage;
  /** Gives what the body goes through. */
  onHead(head: WireHead): ContentDecoder;
}

/** How a call wants to be carried, beside what it sends. Rule 19. */
export interface Carriage {
  /** Whether redirects are followed; otherwise the first answer counts. */
  readonly redirect: 'follow' | 'manual';
  readonly http2: boolean;
  readonly cache: boolean;
}

const plainCarriage: Carriage = { redirect: 'follow', http2: false, cache: false };

/**
 * One call on the wire: hop after hop, each judged by the same list before it is dialled, until an answer
 * comes that is no redirect. Rule 6. It ends with `onEnd`, or by failing the task.
 */
export class Exchange implements WireReceiver {
  /** The hops so far, in order. */
  readonly timings: WireTiming[] = [];
  /** Whether every redirect stayed on the hostname of the call. */
  sameDomain = true;
  readonly #engine: Engine;
  readonly #task: Task;
  readonly #receiver: AnswerReceiver;
  readonly #carriage: Carriage;
  #request: Outgoing;
  #admission: Admission;
  #hop = 0;
  #wire: WireExchange | undefined;
  /** The Location that the present hop's answer leads to. */
  #location: string | undefined;
  #ignoredBytes = 0;
  #body: ContentDecoder | undefined;
  /** Whether the present hop may go to another server than the one that was called. */
  #accelerated = false;
  #disguise: Disguise | undefined;
  /** From the first hop on that may go to another server. */
  #trail: Trail | undefined;

  constructor(
    engine: Engine,
    task: Task,
    admission: Admission,
    outgoing: Outgoing,
    receiver: AnswerReceiver,
  ) {
    this.#engine = engine;
    this.#task = task;
    this.#admission = admission;
    this.#request = outgoing;
    this.#receiver = receiver;
    this.#carriage = receiver.carriage ?? plainCarriage;
    task.onFail(() => this.#cancel());
  }

  /** The port that the program is told, where another server answers than the one that it called. Rule 25. */
  get port(): number | undefined {
    return this.#accelerated ? this.#admission.target.port : undefined;
  }

  /** Whether the present hop goes over TLS. */
  get secure(): boolean {
    return this.#admission.target.scheme === 'https';
  }

  /** Sends the present hop, unless those who are told of it, or were of the one before, have ended the call. */
  send(): void {
    if (!this.#task.settled) this.#announce();
    if (this.#task.settled) return;
    const { target, guard } = this.#admission;
    const { method, path, headers, body } = this.#request;
    const { transport, accelerator } = this.#engine;
    const route = this.#admission.permitted ? accelerator.routeFor(target) : undefined;
    if (route !== undefined) this.#trail ??= new Trail();
    const trail = this.#trail;
    const again = trail?.enter(method, `${target.scheme}://${target.authority}${path}`) === true;
    // Those who watch are told which servers are blamed by that.
    if (this.#task.settled) return;
    const { http2 } = this.#carriage;
    // What is kept would lead the call back again.
    const cache = this.#carriage.cache && !again;
    const { api } = this.#task;
    const request = { api, target, guard, method, path, headers, body, http2, cache };
    // From here on the names of its servers stand for the accelerated origin.
    this.#disguise = route?.disguise ?? this.#disguise;
    this.#accelerated = route !== undefined && transport.answers?.(request) !== true;
    if (route !== undefined && trail !== undefined && this.#accelerated) {
      this.#accelerate(route, trail, request);
      return;
    }
    this.#wire = transport.send(request, this);
    this.timings.push(this.#wire.timing);
  }

  resume(): void {
    this.#wire?.resume();
  }

  onAddress(dialled: DialledAddress): void {
    const { events } = this.#engine;
    if (!events.watched('address')) return;
    events.emit('address', { id: this.#task.id, hop: this.#hop, time: this.#engine.now(), ...dialled });
  }

  onHead(received: WireHead): void {
    const { events } = this.#engine;
    if (events.watched('answer')) {
      events.emit('answer', { id: this.#task.id, hop: this.#hop, time: this.#engine.now(), ...received });
    }
    const head =
      this.#disguise === undefined
        ? received
        : { ...received, headers: this.#disguise.headers(received.headers) };
    const follows = this.#carriage.redirect === 'follow' && isRedirect(head.status);
    const location = follows ? locationOf(head.headers) : undefined;
    if (location === undefined) {
      this.#trail?.arrived(head.status);
      this.#task.attempt(() => {
        this.#body = this.#receiver.onHead(head);
        if (this.#task.settled) this.#body.cancel();
      });
      return;
    }
    this.#location = location;
    this.#ignoredBytes = 0;
    this.#task.attempt(() => this.#prepareRedirect(head.status, location));
  }

  onData(chunk: Uint8Array): boolean {
    if (this.#location === undefined) return this.#body?.write(chunk) ?? true;
    this.#ignoredBytes += chunk.byteLength;
    if (this.#ignoredBytes > networkLimits.redirectBody) {
      this.#wire?.cancel();
      this.#follow();
    }
    return true;
  }

  onEnd(): void {
    if (this.#location === undefined) {
      this.#finishHop();
      this.#task.attempt(() => this.#body?.end());
    } else {
      this.#follow();
    }
  }

  onError(error: NetworkError): void {
    this.#task.fail(error);
  }

  /** Unless those who are told of the choice end the call. */
  #accelerate(route: Route, trail: Trail, request: WireRequest): void {
    const { transport, clock } = this.#engine;
    const hop = route.chooser.choose({ id: this.#task.id, hop: this.#hop });
    if (this.#task.settled) {
      route.chooser.abandoned(hop, hop.choice.origin);
      return;
    }
    const timedOut = () => this.#task.error?.code === 'TIMED_OUT';
    const { avoided } = trail;
    const onAnswered = (origin: string) => trail.answered({ route, hop, origin });
    const around = { transport, clock, hop, avoided, onAnswered, timedOut };
    const wire = new AcceleratedExchange(route, request, this, around);
    this.#wire = wire;
    this.timings.push(wire.timing);
    wire.send();
  }

  #announce(): void {
    const { events } = this.#engine;
    if (!events.watched('send')) return;
    const { target } = this.#admission;
    const { method, path, headers, body } = this.#request;
    events.emit('send', {
      id: this.#task.id,
      hop: this.#hop,
      method,
      url: `${target.scheme}://${target.authority}${path}`,
      headers,
      ...shown(body),
      time: this.#engine.now(),
    });
  }

  #cancel(): void {
    this.#wire?.cancel();
    this.#body?.cancel();
    this.#finishHop();
  }

  /** Judges the next hop as soon as it is known, before its answer's body is over. */
  #prepareRedirect(status: number, location: string): void {
    const limit = this.#engine.profile.limits.redirects;
    if (this.#hop >= limit) {
      throw new NetworkError('TOO_MANY_REDIRECTS', {
        detail: `The call was redirected more than ${limit} times.`,
      });
    }
    const from = this.#admission.target;
    const base = { scheme: from.scheme, authority: from.authority, path: this.#request.path };
    this.#admission = admit(this.#engine, this.#task, location, this.#hop + 1, base);
    const to = this.#admission.target;
    if (to.hostname !== from.hostname) this.sameDomain = false;
    this.#request = nextHop(this.#request, status, from, to);
  }

  #follow(): void {
    this.#finishHop();
    this.#location = undefined;
    this.#hop += 1;
    this.#task.attempt(() => this.send());
  }

  #finishHop(): void {
    const wire = this.#wire;
    if (wire === undefined) return;
    this.#wire = undefined;
    if (this.#engine.events.watched('hop')) {
      this.#engine.events.emit('hop', {
        id: this.#task.id,
        hop: this.#hop,
        timing: wire.timing,
        time: this.#engine.now(),
      });
    }
  }
}

/** What those who watch are told of a body. */
function shown(body: WireBody): Pick<SendEvent, 'body' | 'streamedBytes'> {
  return isBodySource(body) ? { body: null, streamedBytes: body.length } : { body };
}
