import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import { serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const url = `${origin}/`;
const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });
const slowFirst = acceleratedPolicy({
  candidates: [{ origin: 'https://fast.example.test', priority: 1 }, { origin: 'https://slow.example.test' }],
});

const good = (name: string) =>
  serve((_request, response) => void response.end(name), { names: [`${name}.example.test`] });
const both = () => Promise.all([good('fast'), good('slow')]);

describe('Rule 25: what was measured is kept for the next cold start', () => {
  it('with its age, and the server that was in use is used on', async () => {
    const servers = await both();
    const directory = temporaryFolder();
    const first = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    expect(await requestLogged(first.network, { url }).done).toMatchObject({ data: 'fast' });
    await first.network.close();
    const { network } = acceleratedNetwork(servers, slowFirst, { acceleration: { directory } });
    const [fast, slow] = network.acceleration?.candidates ?? [];
    expect(fast).toMatchObject({ firstByte: expect.any(Number), connect: expect.any(Number), chosen: true });
    expect(fast?.age).toBeGreaterThan(0);
    expect(slow).toMatchObject({ firstByte: undefined, age: undefined });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
  });

  it('also who was ejected', async () => {
    const slow = await good('slow');
    const ill = await serve((_request, response) => void response.writeHead(503).end(), {
      names: ['fast.example.test'],
    });
    const directory = temporaryFolder();
    const first = acceleratedNetwork([ill, slow], policy, { acceleration: { directory } });
    for (let n = 0; n < 3; n += 1) await requestLogged(first.network, { url, method: 'POST' }).done;
    await first.network.close();
    const { network } = acceleratedNetwork([ill, slow], policy, { acceleration: { directory } });
    expect(network.acceleration?.candidates[0]).toMatchObject({ state: 'ejected' });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'slow' });
  });

  it('for each network of the device', async () => {
    const servers = await both();
    const directory = temporaryFolder();
    const first = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    await requestLogged(first.network, { url }).done;
    first.network.setConnection({ type: '4g' });
    expect(first.network.acceleration).toMatchObject({ network: '4g', candidates: [{ age: undefined }, {}] });
    first.network.updatePolicy(slowFirst);
    expect(await requestLogged(first.network, { url }).done).toMatchObject({ data: 'slow' });
    first.network.setConnection({ type: 'wifi' });
    expect(await requestLogged(first.network, { url }).done).toMatchObject({ data: 'fast' });
    await first.network.close();
    const { network } = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    expect(network.acceleration?.candidates.map(({ chosen }) => chosen)).toEqual([true, false]);
    network.setConnection({ type: '4g' });
    expect(network.acceleration?.candidates.map(({ chosen }) => chosen)).toEqual([false, true]);
  });

  it('where the device had no connection in between, too', async () => {
    const servers = await both();
    const { network } = acceleratedNetwork(servers, policy);
    await requestLogged(network, { url }).done;
    network.setConnection({ type: 'none' });
    network.setConnection({ type: 'wifi' });
    expect(network.acceleration?.candidates[0]).toMatchObject({ age: expect.any(Number), chosen: true });
  });

  it('when the program leaves the screen, as it may not come back', async () => {
    const servers = await both();
    const directory = temporaryFolder();
    const { network } = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    await requestLogged(network, { url }).done;
    expect(readdirSync(directory)).toEqual([]);
    network.enterBackground();
    const other = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    await network.close();
    await other.network.close();
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('once in a minute at most otherwise, and only if something was learnt', async () => {
    const servers = await both();
    const directory = temporaryFolder();
    const { network, clock } = acceleratedNetwork(servers, policy, {
      probes: true,
      acceleration: { directory },
    });
    await requestLogged(network, { url }).done;
    await clock.advance(59_000);
    expect(readdirSync(directory)).toEqual([]);
    await clock.advance(2000);
    while (readdirSync(directory).filter((name) => !name.startsWith('.')).length === 0)
      await clock.advance(0);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('and nothing where nothing was learnt', async () => {
    const directory = temporaryFolder();
    const { network } = acceleratedNetwork(await both(), policy, { acceleration: { directory } });
    network.enterBackground();
    await network.close();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('for this user alone, whole or not at all, and not for another program or origin', async () => {
    const servers = await both();
    const directory = join(temporaryFolder(), 'made', 'when needed');
    for (const fields of [{ appId: 'demo' }, { appId: 'other' }]) {
      const { network } = acceleratedNetwork(
        servers,
        { ...policy, ...fields },
        { acceleration: { directory } },
      );
      expect(network.acceleration?.candidates[0]?.age).toBeUndefined();
      await requestLogged(network, { url }).done;
      await network.close();
    }
    const files = readdirSync(directory);
    expect(files).toHaveLength(2);
    for (const name of files) {
      expect(name).toMatch(/^acceleration-[0-9a-f]{32}\.json$/);
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
      expect(JSON.parse(readFileSync(join(directory, name), 'utf8'))).toMatchObject({ version: 1 });
    }
  });

  it('is forgotten of candidates that a policy no longer names', async () => {
    const servers = await both();
    const { network } = acceleratedNetwork(servers, policy);
    await requestLogged(network, { url }).done;
    network.updatePolicy(acceleratedPolicy({ candidates: candidates('slow') }));
    expect(network.acceleration?.candidates).toMatchObject([{ age: undefined }]);
    network.updatePolicy(policy);
    expect(network.acceleration?.candidates).toMatchObject([{ age: undefined }, { age: undefined }]);
  });
});

describe('Rule 25: a file that is none of ours changes nothing', () => {
  /** The folder and the name under which a network keeps its measurements. */
  async function kept() {
    const servers = await both();
    const directory = temporaryFolder();
    const { network } = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    await requestLogged(network, { url }).done;
    await network.close();
    const [name = ''] = readdirSync(directory);
    return { servers, directory, file: join(directory, name) };
  }

  const text = (value: unknown) => (file: string) => writeFileSync(file, JSON.stringify(value));
  it.each([
    ['empty', (file: string) => writeFileSync(file, '')],
    ['cut', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 100))],
    ['bytes', (file: string) => writeFileSync(file, Buffer.alloc(1000, 255))],
    ['too long', (file: string) => writeFileSync(file, ' '.repeat(300_000))],
    ['of another version', text({ version: 2, networks: {} })],
    [
      'of other servers',
      text({ version: 1, networks: { wifi: { at: 1, servers: { 'https://x.example': {} } } } }),
    ],
    [
      'with a prototype',
      text({ version: 1, networks: JSON.parse('{"__proto__":{"wifi":1},"wifi":[]}') as unknown }),
    ],
    [
      'a folder',
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    [
      'a pipe that nobody writes to',
      (file: string) => {
        rmSync(file);
        expect(spawnSync('mkfifo', [file]).status).toBe(0);
      },
    ],
  ])('%s', async (_what, spoil) => {
    const { servers, directory, file } = await kept();
    spoil(file);
    const { network } = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    expect(network.acceleration?.candidates).toMatchObject([{ age: undefined }, { age: undefined }]);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    await network.close();
  });

  it('and a folder that cannot be written to is told to those who watch', async () => {
    const servers = await both();
    const directory = join(temporaryFolder(), 'file');
    writeFileSync(directory, 'no folder');
    chmodSync(directory, 0o600);
    const { network, news } = acceleratedNetwork(servers, policy, { acceleration: { directory } });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'fast' });
    await network.close();
    expect(news).toContainEqual(
      expect.objectContaining({ kind: 'memory', outcome: 'unwritable', detail: expect.any(String) }),
    );
  });
});
