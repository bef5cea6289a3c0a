import { type Network, NetworkError } from '@minigate/network';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestLogged } from '../../../../test/support/calls.ts';
import { scriptedNetwork } from '../support/scripted-network.ts';
import { near, origin } from './choosers.ts';

const policy = {
  appId: 'demo',
  version: 1,
  serverDomains: [origin],
  firstParty: true,
  acceleration: { origin, candidates: [{ origin: near }, { origin }], probePath: '/health' },
};

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

/** A network one of whose candidates was ejected for its answers, at the moment in which it is probed by a request. */
async function probing() {
  const { network, transport } = scriptedNetwork({ policy });
  await vi.advanceTimersByTimeAsync(1000);
  for (const { request } of transport.dialling) expect(request).toMatchObject({ fresh: true });
  for (const dialled of transport.dialling) dialled.connected(20);
  const stateOf = () => network.acceleration?.candidates.find((one) => one.state !== 'healthy');
  for (let n = 0; n < 10 && stateOf() === undefined; n += 1) {
    const call = requestLogged(network, { url: `${origin}/`, method: 'POST' });
    await vi.advanceTimersByTimeAsync(0);
    transport.last.sent();
    transport.last.answer(503);
    await call.done;
  }
  const isProbe = () => transport.open.find(({ request }) => request.path === '/health');
  for (let n = 0; n < 60 && isProbe() === undefined; n += 1) await vi.advanceTimersByTimeAsync(1000);
  const probe = isProbe();
  if (probe === undefined) throw new Error('nobody is probed');
  const candidate = `https://${probe.request.target.authority}`;
  const view = () => network.acceleration?.candidates.find((one) => one.origin === candidate);
  return { network, probe, view };
}

describe('rule 25: a probe that asks for something', () => {
  it('is a HEAD without a body, in the name of nobody', async () => {
    const { probe } = await probing();
    const { method, path, body, headers } = probe.request;
    expect({ method, path, body }).toEqual({ method: 'HEAD', path: '/health', body: null });
    expect(headers.join(' ')).not.toMatch(/cookie|authorization/i);
  });

  it('ends with the head of its answer: of a body nothing is read', async () => {
    const { probe, view } = await probing();
    probe.sent();
    probe.head(200);
    probe.data('a body that a HEAD does not have');
    expect([probe.ending, view()?.state]).toEqual(['cancelled', 'healthy']);
  });

  it.each([
    ['that its server cannot serve', (probe: Probe) => probe.answer(503), 'unavailable'],
    ['that breaks off', (probe: Probe) => probe.error(new NetworkError('CONNECTION_RESET')), 'broken'],
  ] as const)('lets the candidate stay away where it has an answer %s', async (_what, answer, why) => {
    const { probe, view } = await probing();
    const before = view()?.ejection?.until;
    probe.sent();
    answer(probe);
    expect(view()).toMatchObject({ state: 'ejected', ejection: { why } });
    expect(view()?.ejection?.until).toBeGreaterThan(before ?? Number.POSITIVE_INFINITY);
  });

  it('is given up after three seconds, and counts as silence then', async () => {
    const { probe, view } = await probing();
    probe.sent();
    await vi.advanceTimersByTimeAsync(2999);
    expect([probe.ending, view()?.state]).toEqual(['none', 'returning']);
    await vi.advanceTimersByTimeAsync(1);
    expect(probe.ending).toBe('cancelled');
    expect(view()).toMatchObject({ state: 'ejected', ejection: { why: 'silent' } });
  });

  it('ends where the program leaves the screen, and says nothing of the candidate then', async () => {
    const { network, probe, view } = await probing();
    network.enterBackground();
    expect([probe.ending, view()?.state]).toEqual(['cancelled', 'returning']);
  });
});

describe('rule 25.12: changes of network and policy', () => {
  const names = ['a', 'b', 'c', 'd'].map((name) => ({ origin: `https://${name}.example.com` }));
  const four = { ...policy, acceleration: { origin, candidates: names } };

  it.each<[string, (network: Network, n: number) => unknown]>([
    ['of the network', (network, n) => network.setConnection({ type: n % 2 === 0 ? '4g' : 'wifi' })],
    [
      'of the policy',
      (network, n) => {
        const candidates = names.map((_, i) => ({ origin: `https://${n}-${i}.example.com` }));
        network.updatePolicy({ ...four, version: 2 + n, acceleration: { origin, candidates } });
      },
    ],
    [
      'of what is on the screen',
      (network) => {
        network.enterBackground();
        network.enterForeground();
      },
    ],
  ])('give no more probes: those %s', async (_what, change) => {
    const { network } = scriptedNetwork({ policy: four });
    const probes = () => network.acceleration?.counts.probes;
    await vi.advanceTimersByTimeAsync(0);
    expect(probes()).toEqual({ connection: 4, request: 0 });
    for (let n = 0; n < 18; n += 1) {
      change(network, n);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(probes()).toEqual({ connection: 4, request: 0 });
    for (let n = 18; n < 400; n += 1) {
      change(network, n);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(probes()).toEqual({ connection: 16, request: 0 });
  });

  it('leave the next probe a second away at most', async () => {
    const { network, transport } = scriptedNetwork({ policy: four });
    const probes = () => network.acceleration?.counts.probes.connection;
    await vi.advanceTimersByTimeAsync(0);
    for (const dialled of transport.dialling) dialled.connected(20);
    await vi.advanceTimersByTimeAsync(300);
    network.setConnection({ type: '4g' });
    await vi.advanceTimersByTimeAsync(699);
    expect(probes()).toBe(4);
    await vi.advanceTimersByTimeAsync(1);
    expect(probes()).toBe(8);
    for (const dialled of transport.dialling) dialled.connected(20);
    await vi.advanceTimersByTimeAsync(10_000);
    network.setConnection({ type: '5g' });
    await vi.advanceTimersByTimeAsync(0);
    expect(probes()).toBe(12);
  });
});

type Probe = Awaited<ReturnType<typeof probing>>['probe'];
