import { Socket } from 'node:net';
import pg from 'pg';
import type { Announcement } from './announcements.ts';

export const channel = 'minigate';

/** Milliseconds. */
export interface ListenerTimes {
  /** Between two questions whether the connection still works: one that is cut silently says nothing by itself. */
  readonly heartbeat: number;
  /** For an answer to that, for connecting and for parting. */
  readonly patience: number;
  /** After a lost connection, until the next one is tried; twice as long after each that fails. */
  readonly pause: number;
  readonly longestPause: number;
}

const usualTimes: ListenerTimes = { heartbeat: 10_000, patience: 5000, pause: 250, longestPause: 5000 };

interface Line {
  readonly client: pg.Client;
  readonly socket: Socket;
}

/**
 * Hears what other replicas announce, over a connection of its own. A lost connection is made again; what was announced
 * in between is told as `anything`.
 */
export class Listener {
  readonly #url: string;
  readonly #tell: (announcement: Announcement) => void;
  readonly #onFault: (error: unknown) => void;
  readonly #times: ListenerTimes;
  #line: Line | undefined;
  #opening: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #ended = false;

  constructor(
    url: string,
    tell: (announcement: Announcement) => void,
    onFault: (error: unknown) => void,
    times: ListenerTimes = usualTimes,
  ) {
    this.#url = url;
    this.#tell = tell;
    this.#onFault = onFault;
    this.#times = times;
  }

  /** @throws Error if there is no connection; it is not tried again */
  start(): Promise<void> {
    return (this.#opening = this.#open());
  }

  async stop(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#opening?.catch(() => {});
    if (this.#line !== undefined) await this.#part(this.#line);
  }

  async #open(): Promise<void> {
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'minigate listener',
      connectionTimeoutMillis: this.#times.patience,
      stream: () => socket,
    });
    client.on('error', this.#onFault);
    client.on('notification', ({ payload }) => {
      const announcement = read(payload);
      if (announcement !== undefined) this.#tell(announcement);
    });
    try {
      await client.connect();
      await this.#ask({ client, socket }, `listen ${channel}`);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    const line = { client, socket };
    this.#line = line;
    let heartbeat: NodeJS.Timeout;
    const feel = (): void => {
      heartbeat = setTimeout(() => {
        this.#ask(line, 'select 1').then(feel, this.#onFault);
      }, this.#times.heartbeat).unref();
    };
    feel();
    client.once('end', () => {
      clearTimeout(heartbeat);
      this.#line = undefined;
      this.#again();
    });
  }

  /** A query that is not answered in time ends the connection. */
  async #ask({ client, socket }: Line, query: string): Promise<void> {
    const late = setTimeout(() => socket.destroy(), this.#times.patience);
    try {
      await client.query(query);
    } finally {
      clearTimeout(late);
    }
  }

  async #part({ client, socket }: Line): Promise<void> {
    const late = setTimeout(() => socket.destroy(), this.#times.patience);
    await client.end();
    clearTimeout(late);
  }

  #again(): void {
    if (this.#ended) return;
    const pause = Math.min(this.#times.pause * 2 ** this.#failures, this.#times.longestPause);
    this.#timer = setTimeout(() => {
      this.#opening = this.#open();
      this.#opening.then(
        () => {
          this.#failures = 0;
          if (!this.#ended) this.#tell({ kind: 'anything' });
        },
        (error: unknown) => {
          this.#failures += 1;
          this.#onFault(error);
          this.#again();
        },
      );
    }, pause);
  }
}

function read(payload: string | undefined): Announcement | undefined {
  try {
    return JSON.parse(payload ?? '') as Announcement;
  } catch {
    return undefined;
  }
}
