import type { AccelerationPolicy } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { acceleratedPolicy, candidates, origin } from '../../../../test/support/accelerated-network.ts';
import { delayLine } from '../../../../test/support/delay-line.ts';
import { authority, serve } from '../../../../test/support/servers.ts';
import { Page, simulate } from './support/simulated.ts';

/** Calls that come one after the other, each told on the console. */
const callsOf = (count: number, method = 'GET') => `
  const call = (left) => left > 0 && wx.request({
    url: '${origin}/', method: '${method}',
    complete: ({ data, errMsg }) => { console.log(String(data ?? errMsg)); call(left - 1); },
  });
  call(${count});`;

const good = (name: string) =>
  serve((_request, response) => void response.end(name), { names: [`${name}.example.test`] });

/** So far away that the other one is chosen. */
const far = async (name: string) => delayLine(await good(name), 100);

interface Reachable {
  readonly resolve: Readonly<Record<string, string>>;
}

async function simulated(
  servers: readonly Reachable[],
  app: string,
  policy: Partial<AccelerationPolicy> = {},
) {
  const { simulator } = await simulate(
    { 'app.js': app },
    {
      policy: acceleratedPolicy({ candidates: candidates('fast', 'slow'), ...policy }),
      resolve: Object.assign({}, ...servers.map(({ resolve }) => resolve)) as Record<string, string>,
      allowAddresses: ['127.0.0.0/8'],
      tls: { ca: authority.pem },
    },
  );
  return Page.open(simulator);
}

const stateOf = (page: Page) => page.last('acceleration')?.acceleration;

describe('Domain acceleration in the simulator', () => {
  it('is told as it is: what was measured, who was chosen, and the counters', async () => {
    const page = await simulated([await good('fast'), await far('slow')], callsOf(5));
    await page.until(
      (told) => stateOf(told)?.counts.calls === 5 && stateOf(told)?.candidates[0]?.calls === 5,
    );
    const state = stateOf(page);
    expect(state).toMatchObject({
      origin,
      network: 'wifi',
      panic: false,
      candidates: [
        {
          origin: 'https://fast.example.test',
          state: 'healthy',
          chosen: true,
          calls: 5,
          share: 1,
          failures: 0,
        },
        { origin: 'https://slow.example.test', chosen: false, calls: 0, share: 0, measured: [] },
      ],
      counts: { calls: 5, repeats: 0, ejections: { certificate: 0 } },
    });
    const measured = state?.candidates[0]?.measured ?? [];
    expect(measured).toHaveLength(5);
    for (const [time, firstByte] of measured) {
      expect(Date.now() - time).toBeLessThan(600_000);
      expect(firstByte).toBeGreaterThanOrEqual(0);
    }
    expect(state?.happenings.filter(({ kind }) => kind === 'chosen')).toHaveLength(1);
    expect(page.last('call')?.row.candidate).toBe('https://fast.example.test');
  });

  it('says which candidate was ejected and why, with what is to be done', async () => {
    const certificate = await authority.issue({ names: ['other.example.test'] });
    const fast = await serve(() => {}, { names: ['fast.example.test'], certificate });
    const page = await simulated([fast, await good('slow')], callsOf(2, 'POST'));
    await page.until((told) => stateOf(told)?.candidates[0]?.state === 'ejected');
    const state = stateOf(page);
    expect(state?.candidates[0]).toMatchObject({ ejectedFor: 'certificate', returnsAt: expect.any(Number) });
    expect(state?.candidates[0]?.returnsAt).toBeGreaterThan(Date.now());
    expect(state?.happenings).toContainEqual(
      expect.objectContaining({
        kind: 'ejected',
        candidate: 'https://fast.example.test',
        reason: 'certificate',
        network: 'wifi',
        detail: expect.stringContaining('Get one that names this host'),
      }),
    );
  });

  it('says which other server a late call went to, and what was wrong with the first one', async () => {
    const fast = await serve(() => {}, { names: ['fast.example.test'] });
    const page = await simulated([fast, await far('slow')], callsOf(1));
    await page.until((told) => stateOf(told)?.candidates[1]?.calls === 1);
    expect(page.lines).toContain('slow');
    const { happenings = [], counts, candidates: [first] = [] } = stateOf(page) ?? {};
    const of = (candidate: string) => happenings.filter((one) => one.candidate === candidate);
    // On a busy machine it may be late before the request is written.
    expect(of('https://fast.example.test').find(({ kind }) => kind === 'failed')?.reason).toMatch(
      /^(silent|unreachable)$/,
    );
    expect(of('https://slow.example.test').map(({ kind }) => kind)).toContainEqual(
      expect.stringMatching(/^(late|repeated)$/),
    );
    expect([first?.failures, (counts?.hedges ?? 0) + (counts?.repeats ?? 0)]).toEqual([1, 1]);
    expect(page.last('call')?.row.candidate).toBe('https://slow.example.test');
  });

  it('outlasts a cold start, for each network of the device', async () => {
    const page = await simulated([await good('fast'), await far('slow')], callsOf(2));
    await page.until((told) => stateOf(told)?.candidates[0]?.calls === 2);
    await page.send('POST', '/api/device', { connection: '4g' });
    await page.until((told) => stateOf(told)?.network === '4g');
    await page.send('POST', '/api/device', { connection: 'wifi' });
    await page.send('POST', '/api/restart', {});
    await page.until((told) => stateOf(told)?.candidates[0]?.measured.length === 4);
    const { candidates: after = [], happenings = [] } = stateOf(page) ?? {};
    expect(after[0]).toMatchObject({ chosen: true, calls: 2 });
    expect(happenings).toContainEqual(expect.objectContaining({ kind: 'remembered', network: 'wifi' }));
    // The server of before is used on, and none is drawn anew.
    const reasons = happenings.filter(({ kind }) => kind === 'chosen').map(({ reason }) => reason);
    expect([reasons.length, reasons[1]]).toEqual([2, 'kept']);
  });

  it('has no part in a mock answer, which needs no server at all', async () => {
    const mocks = { mocks: [{ name: 'Ada', url: `${origin}/*`, json: 'Ada' }] };
    const { simulator } = await simulate(
      { 'app.js': callsOf(2), 'minigate.mocks.json': JSON.stringify(mocks) },
      { policy: acceleratedPolicy({ candidates: candidates('fast', 'slow') }) },
    );
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.length === 2);
    expect(page.lines).toEqual(['Ada', 'Ada']);
    expect(page.last('call')?.row).toMatchObject({ status: 200, mock: 'Ada' });
    expect(page.last('call')?.row).not.toHaveProperty('candidate');
    await page.until((told) => stateOf(told) !== undefined);
    expect(stateOf(page)?.counts).toMatchObject({ calls: 0, races: 0, repeats: 0, answers: {} });
  });

  it('is gone where the program is not the platform’s own', async () => {
    const page = await simulated([await good('fast'), await good('slow')], '');
    await page.until((told) => stateOf(told) !== undefined);
    await page.send('POST', '/api/device', { firstParty: false });
    await page.until((told) => told.last('acceleration') !== undefined && stateOf(told) === undefined);
    expect(page.last('program')?.program.run).toBe(2);
  });

  it('tells nothing while nothing changes, and keeps the newest of what there is much of', async () => {
    const page = await simulated([await good('fast'), await good('slow')], callsOf(330), {
      candidates: candidates('fast'),
    });
    await page.until((told) => stateOf(told)?.counts.calls === 330 && told.lines.length === 330);
    await page.until((told) => stateOf(told)?.candidates[0]?.calls === 330);
    expect(stateOf(page)?.candidates[0]?.measured).toHaveLength(300);
    // Each call is told, but not the state of acceleration with each of them.
    expect(page.all('acceleration').length).toBeLessThan(200);
  });
});
