import type { Clock } from '../clock.ts';
import type { NetworkError } from '../errors.ts';
import type { GuardMode, Transport, WireReceiver } from '../transport/transport.ts';
import type { Extras } from './extras.ts';
import { failureOf, isUnavailable } from './failures.ts';
import { choiceLimits } from './limits.ts';
import type { Probe } from './probes.ts';
import type { Route } from './route.ts';
import { firstByteTime, timingOf } from './timings.ts';

interface ProberOptions {
  readonly route: Route;
  /** Knows of probes that others made before. */
  readonly extras: Extras;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly guard: () => GuardMode;
  /** Flat: name, value, name, value. What a probe that asks for something says beside that. */
  readonly headers: readonly string[];
  /** Asked whenever it is looked what is due. */
  readonly mayProbe: () => boolean;
}

/**
 * Makes the probes that a chooser asks for, over the same dial as calls: the address guard judges them, and a certificate
 * has to be good. They take no slot of the program. Rule 25.
 */
export class Prober {
  readonly #options: ProberOptions;
  readonly #running = new Set<() => void>();
  #stopTicking: (() => void) | undefined;

  constructor(options: ProberOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stopTicking !== undefined) return;
    const { clock, extras } = this.#options;
    const since = extras.probedAt === undefined ? choiceLimits.probeInterval : clock.now() - extras.probedAt;
    const wait = Math.max(choiceLimits.probeInterval - since, 0);
    this.#stopTicking = clock.after(wait, () => this.#tick(), true);
  }

  /** Gives up what is under way too. */
  stop(): void {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
    for (const cancel of this.#running) cancel();
    this.#running.clear();
  }

  #tick(): void {
    const { clock, mayProbe, route } = this.#options;
    this.#stopTicking = clock.after(choiceLimits.probeInterval, () => this.#tick(), true);
    if (!mayProbe() || this.#stopTicking === undefined) return;
    for (const probe of route.chooser.probes()) this.#make(probe);
  }

  #make(probe: Probe): void {
    const { clock, route, extras } = this.#options;
    extras.probedAt = clock.now();
    const end = (learn: () => void): void => {
      if (!this.#running.delete(giveUp)) return;
      forget();
      learn();
    };
    const fail = (error: NetworkError, sent: boolean): void =>
      end(() => {
        const why = failureOf(error, sent);
        if (why !== undefined) route.chooser.probeFailed(probe, why, error);
      });
    const forget = clock.after(
      choiceLimits.probeTime,
      () => {
        cancel();
        end(() => route.chooser.probeFailed(probe, 'silent'));
      },
      true,
    );
    const giveUp = () => {
      forget();
      cancel();
    };
    this.#running.add(giveUp);
    const cancel =
      probe.kind === 'connection' ? this.#connect(probe, end, fail) : this.#ask(probe, end, fail);
  }

  #connect(probe: Probe, end: (learn: () => void) => void, fail: Fail): () => void {
    const { transport, route, guard } = this.#options;
    const target = route.placeOf(probe.origin);
    const connecting = transport.connect(
      { target, guard: guard(), fresh: true },
      {
        onConnected: () =>
          end(() => route.chooser.probeAnswered(probe, timingOf(undefined, connecting.timing))),
        onError: (error) => fail(error, false),
      },
    );
    return () => connecting.cancel();
  }

  /** Asks for the head of an answer; of its body nothing is read. */
  #ask(probe: Probe, end: (learn: () => void) => void, fail: Fail): () => void {
    const { transport, route, guard, headers } = this.#options;
    const { probePath: path } = route.acceleration;
    const target = { ...route.placeOf(probe.origin), path };
    let status = 0;
    const answered = () =>
      end(() => {
        const { timing } = exchange;
        if (isUnavailable(status)) route.chooser.probeFailed(probe, 'unavailable');
        else route.chooser.probeAnswered(probe, timingOf(firstByteTime(timing), timing));
      });
    const receiver: WireReceiver = {
      onAddress() {},
      onHead(head) {
        status = head.status;
      },
      onData() {
        exchange.cancel();
        answered();
        return true;
      },
      onEnd: answered,
      onError: (error) => fail(error, exchange.timing.requestStart !== 0),
    };
    const exchange = transport.send(
      { target, guard: guard(), method: 'HEAD', path, headers, body: null },
      receiver,
    );
    return () => exchange.cancel();
  }
}

type Fail = (error: NetworkError, sent: boolean) => void;
