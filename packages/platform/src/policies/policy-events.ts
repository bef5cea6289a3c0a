import type { ServerResponse } from 'node:http';
import type { Core } from '../core.ts';
import type { Announcement } from '../database/announcements.ts';
import { ApiError } from '../errors.ts';
import { EventStream } from './event-stream.ts';
import type { Policies } from './policies.ts';
import { StreamPlaces } from './stream-places.ts';
import { VersionReader } from './version-reader.ts';

/** Milliseconds between two signs of life; clients give a silent stream up after 90 s. */
const heartbeat = 25_000;
/** After a fault of the database the versions are read again after this, in milliseconds. */
const pause = 1000;

export interface Subscription {
  readonly appId: string;
  /** Of the client. */
  readonly address: string;
  /** The version that the client knows, from its Last-Event-ID. */
  readonly known: string | undefined;
  readonly response: ServerResponse;
  /** Sends the head of the answer; called when it is known that there is such a mini program. */
  readonly begin: () => void;
}

interface Subscriber {
  readonly stream: EventStream;
  /** The version that it was told last. */
  told: string | undefined;
}

/** Tells the clients of this replica which policies have a new version, whichever replica has changed them. */
export class PolicyEvents {
  readonly #core: Core;
  readonly #places: StreamPlaces;
  readonly #versions: VersionReader;
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  readonly #stopListening: () => void;
  #closed = false;

  constructor(core: Core, policies: Policies) {
    const { eventStreams, eventStreamsPerAddress } = core.settings;
    this.#core = core;
    this.#places = new StreamPlaces({ all: eventStreams, each: eventStreamsPerAddress });
    this.#versions = new VersionReader((appIds) => policies.versions(appIds));
    this.#stopListening = core.storage.announcements.listen((announcement) => this.#hear(announcement));
  }

  /**
   * Follows the policy of a mini program: tells its version now, unless it is known, and each later one.
   *
   * @throws ApiError `NOT_FOUND`, `TOO_MANY_REQUESTS`, `UNAVAILABLE`, before anything is sent
   */
  async subscribe({ appId, address, known, response, begin }: Subscription): Promise<void> {
    if (this.#closed) throw new ApiError('UNAVAILABLE', { detail: 'it is being stopped' });
    const leave = this.#places.take(address);
    try {
      const version = await this.#versions.ask(appId);
      if (version === undefined) throw new ApiError('NOT_FOUND');
      if (response.destroyed) return leave();
      begin();
    } catch (error) {
      leave();
      throw error;
    }
    const stream = new EventStream(response, heartbeat, () => {
      leave();
      this.#forget(appId, subscriber);
    });
    const subscriber: Subscriber = { stream, told: known };
    // Should this replica be killed, not all of its clients come back at the same moment.
    stream.send(`retry: ${spread()}\n\n`);
    if (this.#closed) return stream.end(reconnect());
    const others = this.#subscribers.get(appId);
    if (others === undefined) this.#subscribers.set(appId, new Set([subscriber]));
    else others.add(subscriber);
    // Read once more: what changed before it was on the list was not told to it.
    await this.#tell(appId);
  }

  /** Tells every client to come back, to another replica perhaps, and ends its stream. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    for (const subscribers of this.#subscribers.values()) {
      for (const { stream } of subscribers) stream.end(reconnect());
    }
  }

  #hear(announcement: Announcement): void {
    if (announcement.kind === 'policy') {
      if (this.#subscribers.has(announcement.appId)) void this.#tell(announcement.appId);
    } else if (announcement.kind === 'platform' || announcement.kind === 'anything') {
      for (const appId of this.#subscribers.keys()) void this.#tell(appId);
    }
  }

  /** Never rejects. */
  async #tell(appId: string): Promise<void> {
    try {
      const version = await this.#versions.ask(appId);
      const subscribers = [...(this.#subscribers.get(appId) ?? [])];
      if (version === undefined) for (const { stream } of subscribers) stream.end();
      else this.#send(subscribers, String(version));
    } catch (error) {
      this.#core.log.error({ err: error, appId }, 'Clients could not be told of a policy; it is tried again');
      setTimeout(() => {
        if (!this.#closed && this.#subscribers.has(appId)) void this.#tell(appId);
      }, pause).unref();
    }
  }

  #send(subscribers: readonly Subscriber[], version: string): void {
    const event = `event: policy\nid: ${version}\ndata: {"version":${version}}\n\n`;
    for (const subscriber of subscribers) {
      if (subscriber.told === version) continue;
      subscriber.told = version;
      subscriber.stream.send(event);
    }
  }

  #forget(appId: string, subscriber: Subscriber): void {
    const subscribers = this.#subscribers.get(appId);
    subscribers?.delete(subscriber);
    if (subscribers?.size === 0) this.#subscribers.delete(appId);
  }
}

/** An event without data is not given to who listens. */
function reconnect(): string {
  return `event: reconnect\nretry: ${spread()}\ndata: {}\n\n`;
}

/** Milliseconds after which a client comes back: from one second to five. */
function spread(): number {
  return 1000 + Math.floor(Math.random() * 4000);
}
