import pg from 'pg';
import type { Announcement } from './announcements.ts';

export const channel = 'minigate';

/** How long after a lost connection the next one is tried, in milliseconds. */
const pause = 250;

/**
 * Hears what other replicas announce, over a connection of its own. A lost connection is made again; what was announced
 * in between is told as `anything`.
 */
export class Listener {
  readonly #url: string;
  readonly #tell: (announcement: Announcement) => void;
  readonly #onFault: (error: unknown) => void;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(url: string, tell: (announcement: Announcement) => void, onFault: (error: unknown) => void) {
    this.#url = url;
    this.#tell = tell;
    this.#onFault = onFault;
  }

  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true });
    this.#client = client;
    client.on('error', this.#onFault);
    client.on('end', () => this.#again());
    client.on('notification', ({ payload }) => {
      const announcement = read(payload);
      if (announcement !== undefined) this.#tell(announcement);
    });
    await client.connect();
    await client.query(`listen ${channel}`);
  }

  async stop(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#client?.end();
  }

  #again(): void {
    if (this.#ended || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#ended) return;
      this.start().then(
        () => this.#tell({ kind: 'anything' }),
        (error: unknown) => {
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
