import { accelerationOf, type HostProfile, type Target } from '@minigate/policy';
import type { AccelerationSnapshot } from './acceleration/snapshot.ts';
import { Chooser } from './acceleration/chooser.ts';
import { AccelerationCounters } from './acceleration/counters.ts';
import type { AccelerationNews } from './acceleration/events.ts';
import { Extras } from './acceleration/extras.ts';
import { choiceLimits } from './acceleration/limits.ts';
import { fitting, type Memory, readMemory, withNetwork, writeMemory } from './acceleration/memory.ts';
import { MemoryFile } from './acceleration/memory-file.ts';
import { type HopOfCall, ObservedChooser } from './acceleration/observed-chooser.ts';
import { Prober } from './acceleration/prober.ts';
import { Route } from './acceleration/route.ts';
import type { Clock } from './clock.ts';
import { type EventBus, epoch } from './events.ts';
import { buildVisit } from './outgoing.ts';
import type { ConnectionType } from './platform-api.ts';
import type { PolicyInForce } from './policy-in-force.ts';
import type { GuardMode, Transport } from './transport/transport.ts';

/** What a host says of its device for domain acceleration. Rule 25. */
export interface AccelerationSettings {
  /** Keeps measurements for the next cold start; made if missing. Default: they last as long as the network. */
  readonly directory?: string;
  /** Where the device is, in the words of the platform's acceleration policy, such as `eu-west`. */
  readonly region?: string;
}

interface AcceleratorOptions extends AccelerationSettings {
  readonly policy: PolicyInForce;
  readonly profile: HostProfile;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly events: EventBus;
  /** How the address guard treats what is dialled beside calls. */
  readonly guard: () => GuardMode;
}

/**
 * Domain acceleration of one network: which route there is by the policy in force, what is probed and when, and what is
 * kept. Where the policy has none, or the program is not the platform's own, it does nothing at all. Rule 25.
 */
export class Accelerator {
  readonly #options: AcceleratorOptions;
  readonly #counters = new AccelerationCounters();
  readonly #extras = new Extras();
  /** The present one, or the last one that there was. */
  #network: ConnectionType = 'wifi';
  #online = true;
  #awake = true;
  #route: Route | undefined;
  #prober: Prober | undefined;
  #memory: Memory = new Map();
  /** What `#memory` is about. */
  #memoryOf = '';
  #file: MemoryFile | undefined;
  #keptAt: number;

  constructor(options: AcceleratorOptions) {
    this.#options = options;
    const { events } = options;
    this.#keptAt = this.#now();
    this.renew();
    events.on('lifecycle', ({ state }) => {
      this.#awake = state === 'foreground';
      if (!this.#awake) this.#keep();
      this.#probeOrNot();
    });
    events.on('connection', ({ type }) => {
      this.#keep();
      this.#online = type !== 'none';
      if (type !== 'none') this.#network = type;
      if (this.#online) this.renew();
      else this.#probeOrNot();
    });
  }

  /** The route of calls to this target; `undefined` where they go to it. */
  routeFor(target: Target): Route | undefined {
    const route = this.#route;
    return route?.leads(target) === true ? route : undefined;
  }

  /** Another policy is in force, or another network of the device: what is known of the servers holds as far as it fits. */
  renew(): void {
    const { document } = this.#options.policy;
    this.#keep();
    this.#prober?.stop();
    this.#prober = undefined;
    this.#route = undefined;
    const acceleration = document && accelerationOf(document, this.#options.profile);
    if (document === undefined || acceleration === undefined) return;
    const { origin, candidates } = acceleration;
    this.#remember(document.appId, origin);
    const known = fitting(
      this.#memory,
      candidates.map((candidate) => candidate.origin),
    );
    this.#memory = known;
    const { region } = this.#options;
    const network = this.#network;
    const chooser = new Chooser({
      acceleration,
      random: Math.random,
      region,
      memory: known.get(network),
      extras: this.#extras,
    });
    const observed = new ObservedChooser(chooser, {
      origin,
      counters: this.#counters,
      now: () => this.#now(),
      tell: (news, of) => this.#tell(news, of, network),
    });
    this.#route = new Route(acceleration, observed);
    this.#prober = this.#proberFor(this.#route);
    this.#probeOrNot();
  }

  get snapshot(): AccelerationSnapshot | undefined {
    const route = this.#route;
    if (route === undefined) return undefined;
    const { origin, candidates } = route.acceleration;
    const counts = this.#counters.snapshot();
    const answers = candidates.reduce((sum, one) => sum + this.#counters.answersOf(one.origin), 0);
    return {
      origin,
      network: this.#network,
      panic: route.chooser.panic,
      candidates: route.chooser.candidates().map((view, i) => ({
        ...view,
        region: candidates[i]?.region,
        weight: candidates[i]?.weight ?? 1,
        priority: candidates[i]?.priority ?? 0,
        share: answers === 0 ? 0 : this.#counters.answersOf(view.origin) / answers,
      })),
      counts,
    };
  }

  /** Resolves when what is known is on the disk, for the moment after the network was closed. */
  async close(): Promise<void> {
    this.#prober?.stop();
    this.#keep();
    await this.#file?.written();
  }

  #now(): number {
    return epoch(this.#options.clock.now());
  }

  #tell(news: AccelerationNews, of: HopOfCall, network = this.#network): void {
    const { events } = this.#options;
    if (!events.watched('acceleration')) return;
    events.emit('acceleration', { ...news, id: of.id, hop: of.hop, time: this.#now(), network });
  }

  #proberFor(route: Route): Prober {
    const { transport, clock, guard, profile, policy } = this.#options;
    return new Prober({
      route,
      extras: this.#extras,
      transport,
      clock,
      guard,
      headers: buildVisit('/', profile).headers,
      mayProbe: () => {
        if (this.#now() - this.#keptAt >= choiceLimits.keepInterval) this.#keep();
        // The policy of a feed expires without a word.
        return policy.document !== undefined;
      },
    });
  }

  #probeOrNot(): void {
    if (this.#awake && this.#online) this.#prober?.start();
    else this.#prober?.stop();
  }

  /** Reads what there is of earlier runs, unless that is known. */
  #remember(appId: string, origin: string): void {
    const of = JSON.stringify([appId, origin]);
    if (of === this.#memoryOf) return;
    this.#memoryOf = of;
    this.#memory = new Map();
    const { directory } = this.#options;
    if (directory === undefined) return;
    this.#file = new MemoryFile(directory, { appId, origin }, (error) =>
      this.#tellOfDisk('unwritable', error),
    );
    try {
      const text = this.#file.read();
      if (text === undefined) return;
      this.#memory = readMemory(text, this.#now());
      this.#tellOfDisk('read', `${this.#memory.size} networks`);
    } catch (error) {
      this.#tellOfDisk('unusable', error);
    }
  }

  #keep(): void {
    const chooser = this.#route?.chooser;
    if (chooser?.learnt !== true) return;
    this.#keptAt = this.#now();
    this.#memory = withNetwork(this.#memory, this.#network, chooser.remember());
    this.#file?.write(writeMemory(this.#memory));
  }

  #tellOfDisk(outcome: 'read' | 'unusable' | 'unwritable', what: unknown): void {
    const detail = what instanceof Error ? what.message : String(what);
    this.#tell({ kind: 'memory', outcome, detail }, { id: 0, hop: 0 });
  }
}
