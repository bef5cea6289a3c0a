import type { Api, HostProfile, NetworkInterface } from '@minigate/policy';
import { Accelerator, type AccelerationSettings } from './accelerator.ts';
import type { Clock } from './clock.ts';
import { NetworkError } from './errors.ts';
import { EventBus, epoch } from './events.ts';
import type { Folder } from './files/folder.ts';
import { tellHost } from './host-console.ts';
import { Lifecycle } from './lifecycle.ts';
import { usableTimeout } from './options.ts';
import type { ConnectionType } from './platform-api.ts';
import type { PolicyInForce } from './policy-in-force.ts';
import { Slots } from './slots.ts';
import type { Transport } from './transport/transport.ts';

/** A call that has not ended. */
interface Unfinished {
  fail(error: NetworkError): void;
}

interface EngineOptions {
  readonly policy: PolicyInForce;
  readonly profile: HostProfile;
  readonly debugging: boolean;
  readonly networkTimeout: Partial<Record<Api, number>>;
  readonly interfaces: () => readonly NetworkInterface[];
  readonly transport: Transport;
  readonly clock: Clock;
  readonly temp: Folder;
  readonly user: Folder;
  readonly acceleration: AccelerationSettings;
}

/** What a program takes one after the other, and can be kept from taking: a socket's messages. */
export interface Flow {
  hold(): void;
  release(): void;
}

/** What the calls of one network have in common. Two networks share nothing. */
export class Engine {
  readonly policy: PolicyInForce;
  debugging: boolean;
  readonly profile: HostProfile;
  readonly networkTimeout: Partial<Record<Api, number>>;
  /** What connects the device, as the host says. Rule 22. */
  connectionType: ConnectionType = 'wifi';
  readonly transport: Transport;
  readonly clock: Clock;
  readonly temp: Folder;
  readonly user: Folder;
  readonly events = new EventBus();
  readonly lifecycle: Lifecycle;
  readonly accelerator: Accelerator;
  readonly live = new Set<Unfinished>();
  /** File work that goes on after a call has ended: closing, removing. */
  readonly cleanups = new Set<Promise<void>>();
  /** The places for sockets. Rule 18. */
  readonly sockets: Slots;
  /** By the task object that the program has. */
  readonly flows = new WeakMap<object, Flow>();
  readonly #interfaces: () => readonly NetworkInterface[];
  readonly #slots = new Map<Api | 'shared', Slots>();
  #lastId = 0;
  /** The slots that become free are not for calls that are about to fail too. */
  #failingAll = false;

  constructor(options: EngineOptions) {
    this.policy = options.policy;
    this.debugging = options.debugging;
    this.profile = options.profile;
    this.networkTimeout = options.networkTimeout;
    this.#interfaces = options.interfaces;
    this.transport = options.transport;
    this.clock = options.clock;
    this.temp = options.temp;
    this.user = options.user;
    this.sockets = new Slots({
      size: options.profile.sockets.size,
      overflow: 'fail',
      maxQueued: 0,
      mayDispatch: () => true,
    });
    this.lifecycle = new Lifecycle({
      clock: options.clock,
      background: options.profile.background,
      onChange: (state) => this.events.emit('lifecycle', { state, time: this.now() }),
      onGraceOver: () => {
        const detail = `The call had not ended ${options.profile.background.grace} ms after the mini program went to the background.`;
        this.failAll(new NetworkError('INTERRUPTED', { detail }));
      },
    });
    const { policy, profile, transport, clock, acceleration } = options;
    this.accelerator = new Accelerator({
      ...{ policy, profile, transport, clock, ...acceleration },
      events: this.events,
      guard: () => (this.debugging ? 'report' : 'enforce'),
    });
  }

  /** The device's interfaces on a local network, as they are now. Rule 20. */
  get interfaces(): readonly NetworkInterface[] {
    return this.#interfaces();
  }

  /** This moment by the network's clock, in milliseconds since the epoch; events say it. */
  now(): number {
    return epoch(this.clock.now());
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  slotsFor(api: Api): Slots {
    const { layout, size, overflow, maxQueued } = this.profile.slots;
    const key = layout === 'shared' ? 'shared' : api;
    let slots = this.#slots.get(key);
    if (slots === undefined) {
      const mayDispatch = () => !this.#failingAll && this.lifecycle.dispatchesQueued;
      slots = new Slots({ size, overflow, maxQueued, mayDispatch });
      this.#slots.set(key, slots);
    }
    return slots;
  }

  /** Starts what waits; for the moment of coming to the foreground. */
  dispatchQueued(): void {
    for (const slots of this.#slots.values()) slots.dispatch();
  }

  /** Every unfinished call, waiting ones too, ends with the same error. */
  failAll(error: NetworkError): void {
    this.#failingAll = true;
    for (const call of this.live) call.fail(error);
    this.#failingAll = false;
  }

  /** The timeout of a call in milliseconds: its own, then the program's, then the host's. Rule 15. */
  timeoutFor(api: Api, own: number | undefined): number {
    return own ?? usableTimeout(this.networkTimeout[api]) ?? this.profile.defaultTimeout;
  }

  reportCallbackError(call: { id: number; api: string }, callback: string, error: unknown): void {
    if (this.events.watched('callbackError')) {
      this.events.emit('callbackError', { id: call.id, api: call.api, callback, error, time: this.now() });
    } else {
      tellHost(`The ${callback} callback of ${call.api} threw:`, error);
    }
  }
}
