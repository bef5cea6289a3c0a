import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { accelerationOf, parsePolicyDocument } from '@minigate/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../packages/cli/src/program.ts';
import { TestIo } from '../../packages/cli/test/test-io.ts';
import { acceleratedNetwork, acceleratedPolicy, candidates } from '../support/accelerated-network.ts';
import { listen } from '../support/listener.ts';
import { authority, serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { accelerationMetrics } from './guide/acceleration-metrics.ts';
import { openAcceleratedNetwork } from './guide/acceleration-example.ts';
import { blocksOf, readPage } from './pages.ts';
import { readTables } from './tables.ts';

const page = readPage('docs/guide/acceleration.md');
const tables = readTables('guide/acceleration.md');
const blockOf = (language: string) => blocksOf(page).find((block) => block.language === language)?.code;

const document = parsePolicyDocument(JSON.parse(blockOf('json') ?? ''));

describe('docs/guide/acceleration.md', () => {
  it('shows a policy that is taken as it is', () => {
    expect(document).toMatchObject({ ok: true, ignored: [] });
    const acceleration = document.ok ? accelerationOf(document.document) : undefined;
    expect(acceleration).toMatchObject({ origin: 'https://www.binance.com', probePath: '/health' });
  });

  it('lists the fields of a policy and its thresholds with their defaults', () => {
    const { thresholds, ...fields } =
      accelerationOf(acceleratedPolicy({ candidates: candidates('fast') })) ?? {};
    const names = (tables.get('The policy') ?? []).map(([name]) => name);
    expect(new Set(names)).toEqual(new Set([...Object.keys(fields), 'thresholds']));
    const defaults = (tables.get('Thresholds') ?? []).map(([name, , value]) => [name, Number(value)]);
    expect(Object.fromEntries(defaults)).toEqual(thresholds);
  });

  it('shows what minigate doctor --acceleration says', async () => {
    const good = (name: string) => serve((_request, response) => void response.end(), { names: [name] });
    const [eu, www] = [await good('eu.example.com'), await good('www.binance.com')];
    const as = await serve((_request, response) => void response.end(), {
      names: ['as.example.com'],
      certificate: await authority.issue({ names: ['us.example.com'] }),
    });
    const reserve = await listen(createServer(), '127.0.0.1');
    await reserve.close();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'policy.json'), blockOf('json') ?? '');
    writeFileSync(join(folder, 'ca.pem'), authority.pem);
    const resolve = { ...eu.resolve, ...as.resolve, ...www.resolve };
    const io = new TestIo(folder);
    const flags = [...Object.entries(resolve), ['reserve.example.com', `127.0.0.1:${reserve.port}`]].flatMap(
      ([name, address]) => ['--resolve', `${name}=${address}`],
    );
    const reach = ['--ca', 'ca.pem', '--allow-address', '127.0.0.0/8'];
    const code = await main(['doctor', '--acceleration', '--policy', 'policy.json', ...reach, ...flags], io);
    expect(io.err).toBe('');
    expect(steady(blockOf('text') ?? '')).toBe(steady(io.out));
    expect(code).toBe(1);
  });

  it('shows the code that is run here', async () => {
    const code = readFileSync(new URL('guide/acceleration-example.ts', import.meta.url), 'utf8');
    expect(blockOf('ts')).toBe(code);
    const lines: string[] = [];
    const policy = acceleratedPolicy({
      candidates: candidates('fast'),
      thresholds: { consecutiveFailures: 1 },
    });
    const network = openAcceleratedNetwork(policy, temporaryFolder(), (line) => lines.push(line));
    onTestFinished(() => network.close());
    await new Promise((complete) => network.api.request({ url: 'https://www.example.test/', complete }));
    expect(lines[0]).toBe(
      'https://fast.example.test: unreachable. The host name has no address. Check its spelling and its DNS records.',
    );
  });

  it('lists the fields of the present state, of its candidates and of its counters', () => {
    const { network } = acceleratedNetwork([], acceleratedPolicy({ candidates: candidates('fast') }));
    const snapshot = network.acceleration;
    const rows = tables.get('The present state') ?? [];
    expect(rows.map(([name]) => name)).toEqual(Object.keys(snapshot ?? {}));
    const meaning = (name: string) => rows.find(([field]) => field === name)?.[1];
    for (const field of Object.keys(snapshot?.candidates[0] ?? {})) {
      expect(meaning('candidates')).toContain(`\`${field}\``);
    }
    for (const field of Object.keys(snapshot?.counts ?? {}))
      expect(meaning('counts')).toContain(`\`${field}\``);
  });

  it('shows how the counters become metrics', async () => {
    const code = readFileSync(new URL('guide/acceleration-metrics.ts', import.meta.url), 'utf8');
    expect(blocksOf(page).map((block) => block.code)).toContain(code);
    const fast = await serve((_request, response) => void response.end(), { names: ['fast.example.test'] });
    const { network } = acceleratedNetwork([fast], acceleratedPolicy({ candidates: candidates('fast') }));
    await new Promise((complete) => network.api.request({ url: 'https://www.example.test/', complete }));
    const lines = accelerationMetrics(network).trimEnd().split('\n');
    expect(lines.filter((line) => !/^[a-z_]+(\{[a-z]+="[^"\\]*"\})? [\d.e+-]+$/.test(line))).toEqual([]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'minigate_acceleration_calls_total 1',
        'minigate_acceleration_ejections_total{reason="certificate"} 0',
        'minigate_acceleration_answers_total{server="https://fast.example.test"} 1',
        'minigate_acceleration_healthy{server="https://fast.example.test"} 1',
        expect.stringMatching(
          /^minigate_acceleration_cost_seconds\{server="https:\/\/fast\.example\.test"\} /,
        ),
      ]),
    );
    const { network: plain } = acceleratedNetwork([], { appId: 'demo', version: 1, serverDomains: [] });
    expect(accelerationMetrics(plain)).toBe('');
  });

  it('lists every kind of event', () => {
    const source = readPage('packages/network/src/acceleration/events.ts');
    const kinds = [...source.matchAll(/kind: '(\w+)'/g)].map(([, kind]) => kind);
    expect((tables.get('Events') ?? []).map(([kind]) => kind)).toEqual(kinds);
  });
});

/** Times and ports differ from run to run, and with them the width of what stands before. */
function steady(text: string): string {
  return text
    .replaceAll(/ +[\d.]+ m?s\b/g, ' N ms')
    .replaceAll(/port \d+/g, 'port N')
    .replaceAll(/\s+/g, ' ');
}
