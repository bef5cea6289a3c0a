import { admit, type Admission } from './admit.ts';
import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import { now } from './events.ts';
import { networkLimits } from './limits.ts';
import type { Task } from './task.ts';
import type { ContentDecoder } from './transport/content-coding.ts';
import { isRedirect, locationOf, nextHop } from './transport/redirects.ts';
import type {
  DialledAddress,
  Exchange as WireExchange,
  Outgoing,
  WireHead,
  WireReceiver,
  WireTiming,
} from './transport/transport.ts';

/** What a recipe does with the answer that counts: the one after the last redirect that is followed. */
export interface AnswerReceiver {
  /** `manual`: no redirect is followed. */
  readonly redirect: 'follow' | 'manual';
  /** Gives what the body goes through. */
  onHead(head: WireHead): ContentDecoder;
}

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
  #request: Outgoing;
  #admission: Admission;
  #hop = 0;
  #wire: WireExchange | undefined;
  /** The Location that the present hop's answer leads to. */
  #location: string | undefined;
  #ignoredBytes = 0;
  #body: ContentDecoder | undefined;

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
    task.onFail(() => this.#cancel());
  }

  /** Whether the present hop goes over TLS. */
  get secure(): boolean {
    return this.#admission.target.scheme === 'https';
  }

  send(): void {
    const { target, guard } = this.#admission;
    const { method, path, headers, body } = this.#request;
    const { events } = this.#engine;
    if (events.watched('send')) {
      const url = `${target.scheme}://${target.authority}${path}`;
      events.emit('send', { id: this.#task.id, hop: this.#hop, method, url, headers, body, time: now() });
    }
    this.#wire = this.#engine.transport.send({ target, guard, method, path, headers, body }, this);
    this.timings.push(this.#wire.timing);
  }

  resume(): void {
    this.#wire?.resume();
  }

  onAddress(dialled: DialledAddress): void {
    const { events } = this.#engine;
    if (!events.watched('address')) return;
    events.emit('address', { id: this.#task.id, hop: this.#hop, time: now(), ...dialled });
  }

  onHead(head: WireHead): void {
    const { events } = this.#engine;
    if (events.watched('answer')) {
      events.emit('answer', { id: this.#task.id, hop: this.#hop, time: now(), ...head });
    }
    const leads = this.#receiver.redirect === 'follow' && isRedirect(head.status);
    const location = leads ? locationOf(head.headers) : undefined;
    if (location === undefined) {
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
        time: now(),
      });
    }
  }
}
