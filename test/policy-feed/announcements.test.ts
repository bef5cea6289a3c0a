import { describe, expect, it } from 'vitest';
import { policyPath } from '../support/policy-server.ts';
import { follow, platform, stoppedClock } from './feeds.ts';

const listening = { announcements: true } as const;

describe('Rule 24: announcements', () => {
  it('make the feed ask at once, past every cache', async () => {
    const server = await platform();
    await server.publish();
    const { feed, next } = follow(server, listening);
    await feed.ready;
    await server.subscribed(1);
    const taken = next('policy');
    await server.publish({ version: 2 });
    expect((await taken).policy.version).toBe(2);
    const asked = server.requests.filter(({ url }) => url === policyPath);
    expect(asked.at(-1)?.headers['cache-control']).toBe('no-cache');
  });

  it('of a version that is known already change nothing', async () => {
    const server = await platform();
    await server.publish({ version: 2 });
    const clock = stoppedClock();
    const { feed, next } = follow(server, { ...listening, clock });
    await feed.ready;
    await server.subscribed(1);
    for (const version of [0, 1, 2]) server.say(`event: policy\ndata: {"version":${version}}\n\n`);
    await server.publish({ version: 3 }, { announced: false });
    const taken = next('policy');
    server.say('event: policy\ndata: {"version":3}\n\n');
    // Only the last one sets an alarm that is due so soon.
    while (feed.policy?.version !== 3) await clock.advance(100);
    await taken;
    expect(server.requests.filter(({ url }) => url === policyPath)).toHaveLength(2);
  });

  it('in a flood make the feed ask once a second', async () => {
    const server = await platform();
    await server.publish();
    const clock = stoppedClock();
    const { feed } = follow(server, { ...listening, clock });
    await feed.ready;
    await server.subscribed(1);
    const flood = Array.from({ length: 500 }, (_, n) => `event: policy\ndata: {"version":${n + 2}}\n\n`);
    server.say(flood.join(''));
    const asked = () => server.requests.filter(({ url }) => url === policyPath).length;
    while (asked() < 2) await clock.advance(100);
    await feed.refresh();
    expect(asked()).toBeLessThanOrEqual(3);
  });

  it('that are none are passed over', async () => {
    const server = await platform();
    await server.publish();
    const { feed, next, codes } = follow(server, listening);
    await feed.ready;
    await server.subscribed(1);
    server.say(
      [
        ': a comment',
        'event: policy\ndata: {',
        'event: policy\ndata: {"version":"9"}',
        'event: policy\ndata: {"version":-1}',
        'event: policy\ndata: null',
        'event: other\ndata: {"version":9}',
        'data: {"version":9}',
        'policy',
        '',
      ].join('\n\n'),
    );
    const taken = next('policy');
    await server.publish({ version: 2 });
    await taken;
    expect(codes()).toEqual([]);
  });

  it('go on after the stream has ended, from the last one that came', async () => {
    const server = await platform();
    await server.publish();
    const clock = stoppedClock();
    const { feed, next } = follow(server, { ...listening, clock });
    await feed.ready;
    await server.subscribed(1);
    const taken = next('policy');
    await server.publish({ version: 2 });
    while (feed.policy?.version !== 2) await clock.advance(100);
    await taken;
    server.hangUp();
    const streams = server.subscribed(2);
    let open = false;
    void streams.then(() => (open = true));
    while (!open) await clock.advance(100);
    expect((await streams).map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2']);
  });

  it('go on elsewhere after the platform asks to reconnect', async () => {
    const server = await platform();
    await server.publish();
    const clock = stoppedClock();
    const { feed, codes } = follow(server, { ...listening, clock });
    await feed.ready;
    await server.subscribed(1);
    server.say('event: reconnect\ndata: {}\n\n');
    let open = false;
    void server.subscribed(2).then(() => (open = true));
    while (!open) await clock.advance(100);
    expect(codes()).toEqual([]);
  });

  it.each([
    ['silence for 90 s', 'PLATFORM_TOO_SLOW', () => '', 90_000],
    ['an event without end', 'ANSWER_TOO_LARGE', () => `data: ${'x'.repeat(20_000)}`, 0],
    ['an event of endless lines', 'ANSWER_TOO_LARGE', () => 'data: xxxxxxxxxx\n'.repeat(2000), 0],
  ])('begin anew after %s', async (_, code, text, time) => {
    const server = await platform();
    await server.publish();
    const clock = stoppedClock();
    const { feed, next, troubles } = follow(server, { ...listening, clock, refreshInterval: 3_600_000 });
    server.serve(await server.publish(), { 'cache-control': 'no-store' });
    await feed.ready;
    await server.subscribed(1);
    const trouble = next('fault');
    server.say(text());
    let told = false;
    void trouble.then(() => (told = true));
    await clock.advance(time);
    while (!told) await clock.advance(100);
    expect(troubles).toEqual([
      { fault: expect.objectContaining({ code }) as unknown, source: 'announcements' },
    ]);
    let open = false;
    void server.subscribed(2).then(() => (open = true));
    while (!open) await clock.advance(100);
  });

  it('say with comments that they are alive', async () => {
    const server = await platform();
    server.serve(await server.publish(), { 'cache-control': 'max-age=3600' });
    const clock = stoppedClock();
    const { feed, codes, next } = follow(server, { ...listening, clock });
    await feed.ready;
    await server.subscribed(1);
    for (const version of [2, 3, 4]) {
      await clock.advance(60_000);
      server.say(':\n\n');
      // The answer to an announcement shows that the comment before it has arrived.
      const taken = next('policy');
      server.serve(await server.publish({ version }), { 'cache-control': 'max-age=3600' });
      while (feed.policy?.version !== version) await clock.advance(10);
      await taken;
    }
    expect(codes()).toEqual([]);
    expect(await server.subscribed(1)).toHaveLength(1);
  });

  it.each([
    [404, 'text/event-stream', 'NO_SUCH_PROGRAM'],
    [503, 'text/event-stream', 'PLATFORM_REFUSES'],
    [302, 'text/event-stream', 'PLATFORM_REDIRECTS'],
    [200, 'text/html', 'NOT_A_POLICY'],
  ])('that answer %i with type %s are reported, and the policy stays', async (status, type, code) => {
    const server = await platform();
    const text = await server.publish();
    server.override = (request, response) => {
      if (request.url === policyPath)
        response.writeHead(200, { 'content-type': 'application/jose' }).end(text);
      else if (request.url?.endsWith('/events') === true)
        response.writeHead(status, { 'content-type': type, location: '/x' }).end();
      else
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ keys: server.keys }));
    };
    const { feed, next } = follow(server, listening);
    const trouble = next('fault');
    await feed.ready;
    expect(await trouble).toMatchObject({ fault: { code }, source: 'announcements' });
    expect(feed.policy?.version).toBe(1);
    expect(feed.fault).toBeUndefined();
  });
});
