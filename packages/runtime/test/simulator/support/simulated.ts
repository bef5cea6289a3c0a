import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Simulator, type SimulatorOptions, startSimulator } from '@minigate/runtime/simulator';
import { type FeedItem, type FeedMessage, keyHeader } from '@minigate/runtime/simulator/protocol';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { temporaryFolder } from '../../../../../test/support/temp-folder.ts';
import { programFolder } from '../../support/program-folder.ts';

const policy = { appId: 'demo', version: 1, serverDomains: ['https://api.example.test'] };

/** A simulator under test, with the folder of its program. */
export interface Simulated {
  readonly simulator: Simulator;
  readonly folder: string;
}

/** Starts a simulator on these files; it ends with the test. */
export async function simulate(
  files: Record<string, string>,
  options: Partial<SimulatorOptions> = {},
): Promise<Simulated> {
  const folder = programFolder(files);
  const simulator = await startSimulator({
    directory: folder,
    pages: builtPages(),
    policy,
    policyOrigin: 'the test',
    ...options,
  });
  onTestFinished(() => simulator.close());
  return { simulator, folder };
}

/** What a build of the pages leaves, as far as a server is concerned. */
function builtPages(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'simulator.html'), '<!doctype html><title>Simulator</title>');
  writeFileSync(join(folder, 'minigate.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not for pages');
  return folder;
}

type ItemsByKind = { [K in FeedItem['kind']]: Extract<FeedItem, { kind: K }>[] };

function noItems(): ItemsByKind {
  return {
    call: [],
    line: [],
    program: [],
    device: [],
    acceleration: [],
    cleared: [],
    files: [],
    mocks: [],
  };
}

/** A browser that was let in: what it asks, and what the feed told it. */
export class Page {
  readonly address: string;
  readonly cookie: string;
  readonly key: string;
  #socket: WebSocket | undefined;
  readonly #waiting = new Set<() => void>();
  #items = noItems();
  readonly batches: Extract<FeedMessage, { type: 'batch' }>[] = [];
  welcome: Extract<FeedMessage, { type: 'welcome' }> | undefined;

  /** Exchanges the token of the address. */
  static async open(simulator: Pick<Simulator, 'address' | 'url'>, url = simulator.url): Promise<Page> {
    const answer = await exchange(simulator, url);
    if (answer.status !== 200) throw new Error(`The token was answered with ${answer.status}.`);
    const { key } = (await answer.json()) as { key: string };
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
    const page = new Page(simulator.address, cookie, key);
    await page.watch();
    return page;
  }

  constructor(address: string, cookie: string, key: string) {
    this.address = address;
    this.cookie = cookie;
    this.key = key;
  }

  /** What lets it in. */
  get proof(): { cookie: string; [keyHeader]: string } {
    return { cookie: this.cookie, [keyHeader]: this.key };
  }

  get number(): number {
    return this.batches.at(-1)?.number ?? 0;
  }

  /** The newest item of a kind. */
  last<K extends FeedItem['kind']>(kind: K): Extract<FeedItem, { kind: K }> | undefined {
    return this.all(kind).at(-1);
  }

  all<K extends FeedItem['kind']>(kind: K): readonly Extract<FeedItem, { kind: K }>[] {
    return this.#items[kind];
  }

  /** What the console pane shows, arguments joined. */
  get lines(): string[] {
    return this.all('line').map(({ line }) => line.texts.join(' '));
  }

  /** Opens the feed, from where it was if it was open before. */
  async watch(query = ''): Promise<void> {
    const socket = new WebSocket(`${this.address.replace('http', 'ws')}/feed${query}`, [this.key], {
      headers: { origin: this.address, cookie: this.cookie },
    });
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as FeedMessage;
      if (message.type === 'welcome') this.welcome = message;
      else this.#take(message);
      for (const check of this.#waiting) check();
    });
    await this.until(() => this.welcome !== undefined, socket);
  }

  /** Forgets what it was told; comes back with what it last had. */
  async reconnect(): Promise<void> {
    const { simulator } = this.welcome ?? {};
    const after = this.number;
    this.forget();
    await this.watch(`?simulator=${simulator}&after=${after}`);
  }

  forget(): void {
    this.batches.length = 0;
    this.#items = noItems();
    this.welcome = undefined;
  }

  leave(): void {
    this.#socket?.terminate();
  }

  /** Waits until what it was told is so. */
  until(isSo: (page: Page) => unknown, socket?: WebSocket): Promise<void> {
    return new Promise((resolve, reject) => {
      socket?.on('error', reject);
      const check = () => {
        if (!isSo(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  #take(batch: Extract<FeedMessage, { type: 'batch' }>): void {
    this.batches.push(batch);
    for (const item of batch.items) {
      const list: FeedItem[] = this.#items[item.kind];
      list.push(item);
    }
  }

  async get(path: string): Promise<Response> {
    return fetch(this.address + path, { headers: this.proof });
  }

  async send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Response> {
    return fetch(this.address + path, {
      method,
      headers: { ...this.proof, origin: this.address, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

/** What the page does with its address when it is opened. */
export function exchange({ address }: Pick<Simulator, 'address'>, url: string): Promise<Response> {
  return fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { origin: address, 'content-type': 'application/json' },
    body: JSON.stringify({ token: /#token=(.*)$/.exec(url)?.[1] }),
  });
}
