import type { Api, HostProfile, PolicyDocument } from '@minigate/policy';
import { NetworkError } from './errors.ts';
import { EventBus, now } from './events.ts';
import type { Folder } from './files/folder.ts';
import { tellHost } from './host-console.ts';
import { Lifecycle } from './lifecycle.ts';
import { usableTimeout } from './options.ts';
import { Slots } from './slots.ts';
import type { Transport } from './transport/transport.ts';

/** A call that has not ended. */
interface Unfinished {
  fail(error: NetworkError): void;
}

interface EngineOptions {
  readonly policy: PolicyDocument;
  readonly profile: HostProfile;
  readonly debugging: boolean;
  readonly networkTimeout: Partial<Record<Api, number>>;
  readonly interfaces: readonly { address: string; netmask: string }[];
  readonly transport: Transport;
  readonly temp: Folder;
  readonly user: Folder;
}

/** What the calls of one network have in common. Two networks share nothing. */
export class Engine {
  policy: PolicyDocument;
  debugging: boolean;
  readonly profile: HostProfile;
  readonly networkTimeout: Partial<Record<Api, number>>;
  readonly interfaces: readonly { address: string; netmask: string }[];
  readonly transport: Transport;
  readonly temp: Folder;
  readonly user: Folder;
  readonly events = new EventBus();
  readonly lifecycle: Lifecycle;
  readonly live = new Set<Unfinished>();
  /** File work that goes on after a call has ended: closing, removing. */
  readonly cleanups = new Set<Promise<void>>();
  readonly #slots = new Map<Api | 'shared', Slots>();
  #lastId = 0;

  constructor(options: EngineOptions) {
    this.policy = options.policy;
    this.debugging = options.debugging;
    this.profile = options.profile;
    this.networkTimeout = options.networkTimeout;
    this.interfaces = options.interfaces;
    this.transport = options.transport;
    this.temp = options.temp;
    this.user = options.user;
    this.lifecycle = new Lifecycle({
      background: options.profile.background,
      onChange: (state) => this.events.emit('lifecycle', { state, time: now() }),
      onGraceOver: () => {
        const detail = `The call had not ended ${options.profile.background.grace} ms after the mini program went to the background.`;
        this.failAll(new NetworkError('INTERRUPTED', { detail }));
      },
    });
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
      slots = new Slots({ size, overflow, maxQueued, mayDispatch: () => this.lifecycle.dispatchesQueued });
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
    for (const call of this.live) call.fail(error);
  }

  /** The timeout of a call in milliseconds: its own, then the program's, then the host's. Rule 15. */
  timeoutFor(api: Api, own: number | undefined): number {
    return own ?? usableTimeout(this.networkTimeout[api]) ?? this.profile.defaultTimeout;
  }

  reportCallbackError(call: { id: number; api: Api }, callback: string, error: unknown): void {
    if (this.events.watched('callbackError')) {
      this.events.emit('callbackError', { id: call.id, api: call.api, callback, error, time: now() });
    } else {
      tellHost(`The ${callback} callback of ${call.api} threw:`, error);
    }
  }
}
