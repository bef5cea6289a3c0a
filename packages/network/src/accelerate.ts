import { Attempt } from './acceleration/attempt.ts';
import { ConnectionRace } from './acceleration/connection-race.ts';
import type { AttemptReason } from './acceleration/events.ts';
import { failureOf, isUnavailable } from './acceleration/failures.ts';
import type { ChosenHop } from './acceleration/observed-chooser.ts';
import { choiceLimits } from './acceleration/limits.ts';
import type { Route } from './acceleration/route.ts';
import { firstByteTime, timingOf } from './acceleration/timings.ts';
import type { Clock } from './clock.ts';
import type { NetworkError } from './errors.ts';
import { noTiming, repeatable } from './transport/hop.ts';
import {
  type Exchange,
  isBodySource,
  type Transport,
  type WireHead,
  type WireReceiver,
  type WireRequest,
} from './transport/transport.ts';

/** Methods of which two requests at the same time do no harm. RFC 9110, 9.2.1. */
const safe: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

interface Surroundings {
  readonly transport: Transport;
  readonly clock: Clock;
  /** What the route's chooser has just chosen. */
  readonly hop: ChosenHop;
  /** Servers that led the call in a circle. */
  readonly avoided: ReadonlySet<string>;
  /** A server has answered, and not the cache. */
  readonly onAnswered: (origin: string) => void;
  /** Whether the call was cancelled because its time was over. */
  readonly timedOut: () => boolean;
}

/**
 * One hop to an accelerated origin, as the rest of the call sees it: one exchange, whichever server answers. Behind it
 * are attempts, one after the other or, where that does no harm, beside each other. Rule 25.
 *
 * A request goes to another server where no byte of it was sent, or once where it may be repeated and its answer has not
 * begun. The first head of an answer decides, and ends all other attempts; so nobody hears of two answers.
 */
export class AcceleratedExchange implements Exchange {
  readonly timing = noTiming();
  readonly #route: Route;
  readonly #request: WireRequest;
  readonly #receiver: WireReceiver;
  readonly #around: Surroundings;
  readonly #hop: ChosenHop;
  readonly #startedAt: number;
  readonly #attempts = new Set<Attempt>();
  /** Where it can go next, in this order. */
  #next: string[];
  #race: ConnectionRace | undefined;
  /** A byte was sent to more than one server, or twice to one. */
  #again = false;
  #answering: Attempt | undefined;
  #over = false;

  constructor(route: Route, request: WireRequest, receiver: WireReceiver, around: Surroundings) {
    const { scheme, hostname, port } = request.target;
    this.#route = route;
    this.#request = {
      ...request,
      keptUnder: `${scheme}://${hostname}:${port}`,
      mayRepeat: (unused) => this.#staysAfter(unused) && this.#takeRepeat(),
    };
    this.#receiver = receiver;
    this.#around = around;
    this.#startedAt = around.clock.now();
    this.#hop = around.hop;
    const { origin, alternates } = this.#hop.choice;
    this.#next = this.#inOrder([origin, ...alternates]);
  }

  /** Once; those who watch are told of it meanwhile, and may cancel it. */
  send(): void {
    const { origin, headStart } = this.#hop.choice;
    const [first] = this.#next;
    // A long upload would look like a server that is slow to answer.
    if (this.#isLong) this.#route.chooser.abandoned(this.#hop, origin);
    if (first !== origin) {
      this.#route.chooser.abandoned(this.#hop, origin);
      this.#goOn('repeated');
    } else if (headStart === undefined || this.#request.cache === true) {
      // A kept answer needs no connection.
      this.#goOn('chosen');
    } else this.#connectFirst(this.#next, headStart);
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#giveUpRace();
    const waited = this.#around.clock.now() - this.#startedAt;
    const silent = this.#around.timedOut() && waited >= this.#hop.choice.patience && !this.#isLong;
    for (const attempt of this.#attempts) {
      const { origin } = attempt;
      if (silent && attempt !== this.#answering && !attempt.begun && !attempt.late) {
        this.#route.chooser.failed(this.#hop, origin, attempt.sent ? 'silent' : 'unreachable');
      } else this.#route.chooser.abandoned(this.#hop, origin);
      attempt.cancel();
      Object.assign(this.timing, attempt.timing);
    }
    this.#attempts.clear();
  }

  resume(): void {
    this.#answering?.resume();
  }

  /** A call that ends meanwhile waits for none of them; if its time was over, those that had enough of it failed. */
  #giveUpRace(): void {
    const race = this.#race;
    if (race === undefined) return;
    this.#race = undefined;
    const { origin, patience } = this.#hop.choice;
    const unreachable = this.#around.timedOut() ? race.waitedFor(patience) : [];
    race.cancel();
    const { chooser } = this.#route;
    chooser.abandoned(this.#hop, origin);
    for (const one of unreachable) chooser.failed(this.#hop, one, 'unreachable');
  }

  /** Whether sending the request takes a time of its own. */
  get #isLong(): boolean {
    return isBodySource(this.#request.body);
  }

  #connectFirst(origins: readonly string[], headStart: number): void {
    const { transport, clock } = this.#around;
    const { guard, http2 = false } = this.#request;
    const { chooser } = this.#route;
    const chosen = this.#hop.choice.origin;
    const failed = new Set<string>();
    this.#race = new ConnectionRace(origins, {
      route: this.#route,
      ...{ transport, clock, guard, http2, headStart },
      onBeside: () => chooser.raced(),
      onFailure: (origin, error) => {
        failed.add(origin);
        this.#blame(origin, error, false);
      },
      onConnected: (origin) => {
        this.#race = undefined;
        this.#next = origins.filter((one) => one !== origin && !failed.has(one));
        if (origin !== chosen) chooser.abandoned(this.#hop, chosen);
        this.#attempt(origin, origin === chosen ? 'chosen' : 'connected-first');
      },
      onExhausted: (error) => this.#fail(error),
    });
  }

  #attempt(origin: string, why: AttemptReason): void {
    const { transport, clock } = this.#around;
    const { path } = this.#request;
    this.#route.chooser.sent(this.#hop, origin, why);
    if (this.#isLong || this.#over) this.#route.chooser.abandoned(this.#hop, origin);
    if (this.#over) return;
    const attempt = new Attempt(origin, {
      onHead: (one, head) => this.#onHead(one, head),
      onData: (chunk) => this.#receiver.onData(chunk),
      onEnd: (one) => this.#onEnd(one),
      onError: (one, error) => this.#onError(one, error),
    });
    this.#attempts.add(attempt);
    const target = { ...this.#route.placeOf(origin), path };
    attempt.wire = transport.send({ ...this.#request, target }, attempt);
    attempt.stopPatience = clock.after(this.#hop.choice.patience, () => this.#onLate(attempt));
  }

  /** Those that would lead the call in a circle come last. */
  #inOrder(origins: readonly string[]): string[] {
    const { avoided } = this.#around;
    return [...origins.filter((one) => !avoided.has(one)), ...origins.filter((one) => avoided.has(one))];
  }

  /** An answer that has not begun in time: another server may be asked as well. */
  #onLate(attempt: Attempt): void {
    const [next] = this.#next;
    if (next === undefined || this.#around.avoided.has(next) || attempt.begun) return;
    const { chooser } = this.#route;
    if (!attempt.sent) {
      attempt.cancel();
      this.#attempts.delete(attempt);
      chooser.failed(this.#hop, attempt.origin, 'unreachable');
      this.#goOn('repeated');
      return;
    }
    const { method } = this.#request;
    if (!safe.includes(method) || this.#again || !chooser.mayHedge()) return;
    attempt.late = true;
    chooser.failed(this.#hop, attempt.origin, 'silent');
    this.#again = true;
    this.#goOn('late');
  }

  #onHead(attempt: Attempt, head: WireHead): void {
    this.#answering = attempt;
    for (const other of this.#attempts) {
      if (other === attempt) continue;
      other.cancel();
      this.#route.chooser.abandoned(this.#hop, other.origin);
      this.#attempts.delete(other);
    }
    Object.assign(this.timing, attempt.timing);
    this.#learn(attempt, head);
    this.#tellAddresses(attempt);
    if (!this.#over) this.#receiver.onHead(head);
  }

  #onEnd({ timing }: Attempt): void {
    this.#over = true;
    Object.assign(this.timing, timing);
    this.#receiver.onEnd();
  }

  #onError(attempt: Attempt, error: NetworkError): void {
    const { sent } = attempt;
    this.#attempts.delete(attempt);
    Object.assign(this.timing, attempt.timing);
    const blamed = this.#blame(attempt.origin, error, sent, attempt.late);
    if (this.#over) return;
    if (attempt === this.#answering) {
      this.#over = true;
      this.#receiver.onError(error);
      return;
    }
    const alone = this.#attempts.size === 0;
    if (blamed && this.#next.length > 0 && (!sent || (alone && this.#mayRepeat(attempt)))) {
      this.#goOn('repeated');
      return;
    }
    // The other one may still answer.
    if (!alone) return;
    this.#tellAddresses(attempt);
    if (!this.#over) this.#fail(error);
  }

  #tellAddresses({ addresses }: Attempt): void {
    for (const address of addresses) {
      if (!this.#over) this.#receiver.onAddress(address);
    }
  }

  /**
   * Whether the same server is asked again that ended a kept connection: where that only waited for too long, or nobody
   * else is left. Otherwise something is wrong with it, and the only repetition is better made elsewhere.
   */
  #staysAfter(unused: number): boolean {
    return unused >= choiceLimits.idleTime || this.#next.length === 0;
  }

  #mayRepeat({ begun }: Attempt): boolean {
    return !begun && repeatable.includes(this.#request.method) && this.#takeRepeat();
  }

  /** Of one request a second one is made at most, whoever makes it. */
  #takeRepeat(): boolean {
    const first = !this.#again;
    this.#again = true;
    return first;
  }

  #goOn(why: AttemptReason): void {
    if (this.#over) return;
    const origin = this.#next.shift();
    if (origin !== undefined) this.#attempt(origin, why);
  }

  #fail(error: NetworkError): void {
    this.#over = true;
    this.#receiver.onError(error);
  }

  /** @returns whether the error is one of the server, so that another one may do better */
  #blame(origin: string, error: NetworkError, sent: boolean, told = false): boolean {
    const why = failureOf(error, sent);
    if (why === undefined || told) this.#route.chooser.abandoned(this.#hop, origin);
    else this.#route.chooser.failed(this.#hop, origin, why, error);
    return why !== undefined;
  }

  #learn(attempt: Attempt, { status, fromCache }: WireHead): void {
    const { origin, timing } = attempt;
    const { chooser } = this.#route;
    // No server was asked.
    if (fromCache === true) {
      chooser.abandoned(this.#hop, origin);
      return;
    }
    const unavailable = isUnavailable(status);
    const measured = !unavailable && timing !== undefined;
    if (unavailable) chooser.failed(this.#hop, origin, 'unavailable');
    else if (!measured) chooser.abandoned(this.#hop, origin);
    const firstByte = this.#isLong || timing === undefined ? undefined : firstByteTime(timing);
    const took = measured ? timingOf(firstByte, timing) : undefined;
    this.#around.onAnswered(origin);
    chooser.answered(this.#hop, origin, took);
  }
}
