import { createRecorder, toHar } from '@minigate/runtime';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import { resetBeforeHeaders } from '../support/fault.ts';
import { listen } from '../support/listener.ts';
import { misbehave, serve } from '../support/servers.ts';

const url = `${origin}/`;
const fast = 'https://fast.example.test';
const slow = 'https://slow.example.test';
const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });

const good = (name: string) =>
  serve((_request, response) => void response.end(name), { names: [`${name}.example.test`] });

describe('Rule 25: those who watch see which server answers, and why', () => {
  it('every step of a call, in order', async () => {
    const { network, news } = acceleratedNetwork([await good('fast'), await good('slow')], policy);
    await requestLogged(network, { url }).done;
    expect(news.map(({ kind }) => kind)).toEqual(['choice', 'attempt', 'answer', 'measurement']);
    expect(news[0]).toEqual({
      ...{ kind: 'choice', id: 1, hop: 0, network: 'wifi', time: expect.any(Number) },
      ...{ origin, candidate: fast, reason: 'unmeasured', panic: false },
    });
    expect(news[3]).toMatchObject({
      source: 'call',
      firstByte: expect.any(Number),
      connect: expect.any(Number),
      tls: expect.any(Number),
    });
    const { connect = 0, tls = 0 } = news[3]?.kind === 'measurement' ? news[3] : {};
    expect([tls > 0, tls < connect]).toEqual([true, true]);
    await requestLogged(network, { url }).done;
    expect(news[4]).toMatchObject({ id: 2, reason: 'kept' });
    expect(news[7]).not.toHaveProperty('connect');
  });

  it('in the inspector: the server that answered, and the attempts before', async () => {
    const servers = [
      await misbehave(resetBeforeHeaders(), { names: ['fast.example.test'] }),
      await good('slow'),
    ];
    const { network } = acceleratedNetwork(servers, policy);
    const recorder = createRecorder(network);
    await requestLogged(network, { url }).done;
    const acceleration = {
      chosen: fast,
      reason: 'unmeasured',
      panic: false,
      answeredBy: slow,
      attempts: [
        {
          ...{ time: expect.any(Number), candidate: fast, why: 'chosen' },
          failure: {
            time: expect.any(Number),
            why: 'broken',
            detail: expect.stringContaining('fast.example.test'),
          },
        },
        { time: expect.any(Number), candidate: slow, why: 'repeated' },
      ],
    };
    expect(recorder.entries).toMatchObject([{ url, state: 'settled', hops: [{ url, acceleration }] }]);
    const har = toHar(recorder.entries, { creator: { name: 'test', version: '1' } });
    expect(JSON.parse(JSON.stringify(har.log.entries[0]?._minigate))).toMatchObject({ url, acceleration });
    expect(har.log.entries[0]?.request.url).toBe(url);
  });

  it('also those that came to no connection, and the candidate whose address was refused', async () => {
    const closed = await listen(createServer(), '127.0.0.1');
    await closed.close();
    const resolve = {
      'fast.example.test': `127.0.0.1:${closed.port}`,
      'slow.example.test': '10.0.0.1',
      'www.example.test': '10.0.0.2',
    };
    const { network } = acceleratedNetwork([{ resolve }], policy);
    const recorder = createRecorder(network);
    await requestLogged(network, { url }).done;
    expect(recorder.entries[0]).toMatchObject({
      error: { code: 'ADDRESS_REFUSED' },
      hops: [
        { acceleration: { attempts: [{ candidate: fast, why: 'connecting' }, { candidate: slow }, {}] } },
      ],
    });
  });

  it('nothing of it for the calls of other programs', async () => {
    const { network } = acceleratedNetwork([await good('www')], { ...policy, firstParty: false });
    const recorder = createRecorder(network);
    await requestLogged(network, { url }).done;
    expect(recorder.entries[0]?.hops[0]).not.toHaveProperty('acceleration');
  });
});

describe('Rule 25: counters and candidates at this moment', () => {
  it('say how many calls each server had', async () => {
    const { network } = acceleratedNetwork([await good('fast'), await good('slow')], policy);
    expect(network.acceleration?.counts).toEqual({
      ...{ calls: 0, repeats: 0, hedges: 0, races: 0, fallbacks: 0, panics: 0 },
      probes: { connection: 0, request: 0 },
      ejections: { unreachable: 0, silent: 0, broken: 0, unavailable: 0, certificate: 0, 'failure share': 0 },
      answers: {},
    });
    for (let n = 0; n < 3; n += 1) await requestLogged(network, { url }).done;
    expect(network.acceleration).toMatchObject({
      counts: { calls: 3, answers: { [fast]: 3 } },
      candidates: [
        { origin: fast, chosen: true, share: 1, weight: 1, priority: 0, cost: expect.any(Number) },
        { origin: slow, chosen: false, share: 0, priority: 1, cost: undefined },
      ],
    });
  });

  it('take the region of the device into account where nothing is measured', async () => {
    const regions = acceleratedPolicy({
      candidates: [
        { origin: fast, region: 'eu' },
        { origin: slow, region: 'as' },
      ],
    });
    const servers = [await good('fast'), await good('slow')];
    for (const [region, name] of [
      ['eu', 'fast'],
      ['as', 'slow'],
    ] as const) {
      const { network } = acceleratedNetwork(servers, regions, { acceleration: { region } });
      expect(await requestLogged(network, { url }).done).toMatchObject({ data: name });
    }
  });
});
