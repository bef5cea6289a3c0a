import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { PolicyServer } from '../support/policy-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { follow, platform } from './feeds.ts';

const follower = fileURLToPath(new URL('follower.mjs', import.meta.url));

/** A process that follows the platform, and the highest version that it has told of. */
class Follower {
  readonly #child: ChildProcess;
  readonly #told: Promise<void>;
  highest = 0;
  #wanted = Infinity;
  #reached = () => {};

  constructor(server: PolicyServer, directory: string) {
    const options = {
      issuer: server.issuer,
      appId: 'demo',
      thumbprint: server.key.thumbprint,
      directory,
      tls: { ca: server.authority.pem },
      resolve: server.resolve,
    };
    this.#child = spawn(process.execPath, [follower, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void this.#child.kill('SIGKILL'));
    const lines = createInterface({ input: this.#child.stdout ?? process.stdin });
    lines.on('line', (line) => {
      this.highest = Math.max(this.highest, Number(line));
      if (this.highest >= this.#wanted) this.#reached();
    });
    this.#told = once(lines, 'close').then(() => undefined);
  }

  async tells(version: number): Promise<void> {
    this.#wanted = version;
    if (this.highest < version) await new Promise<void>((resolve) => (this.#reached = resolve));
  }

  /** Ends in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#told;
  }
}

it('Rule 24: processes that share a folder, and are killed, leave the newest policy that one of them told of', async () => {
  const server = await platform();
  const directory = temporaryFolder();
  await server.publish({ version: 1 });
  const followers = [1, 2, 3].map(() => new Follower(server, directory));
  await Promise.all(followers.map((one) => one.tells(1)));
  await server.subscribed(3);

  await server.publish({ version: 2 });
  await Promise.all(followers.map((one) => one.tells(2)));
  // All of them are about to write the next ones when the first to have told of it is killed, and the others too.
  await server.publish({ version: 3 });
  await Promise.race(followers.map((one) => one.tells(3)));
  await Promise.all(followers.map((one) => one.kill()));
  const highest = Math.max(...followers.map((one) => one.highest));

  await server.close();
  const { feed, codes } = follow(server, { directory });
  await feed.ready;
  await feed.refresh();
  expect(feed.policy?.version).toBeGreaterThanOrEqual(highest);
  expect(new Set(codes())).toEqual(new Set(['PLATFORM_UNREACHABLE']));
  for (const name of readdirSync(directory).filter((one) => one.endsWith('.json'))) {
    expect(JSON.parse(readFileSync(join(directory, name), 'utf8'))).toHaveProperty('policy');
  }
}, 120_000);
