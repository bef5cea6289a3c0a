import { describe, expect, it } from 'vitest';
import { policyPath } from '../support/policy-server.ts';
import { follow, platform } from './feeds.ts';

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
    const { feed, next } = follow(server, listening);
    await feed.ready;
    await server.subscribed(1);
    for (const version of [0, 1, 2]) server.say(`event: policy\ndata: {"version":${version}}\n\n`);
    const taken = next('policy');
    await server.publish({ version: 3 });
    await taken;
    expect(server.requests.filter(({ url }) => url === policyPath)).toHaveLength(2);
  });

  it('in a flood make the feed ask a few times, and not once for each', async () => {
    const server = await platform();
    await server.publish();
    const { feed } = follow(server, listening);
    await feed.ready;
    await server.subscribed(1);
    const asked = () => server.requests.filter(({ url }) => url === policyPath).length;
    const before = server.requests.length;
    const flood = Array.from({ length: 500 }, (_, n) => `event: policy\ndata: {"version":${n + 2}}\n\n`);
    server.say(flood.join(''));
    await server.received(before + 1);
    await feed.refresh();
    await feed.refresh();
    expect(asked()).toBeLessThan(20);
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
    const { feed, next } = follow(server, listening);
    await feed.ready;
    await server.subscribed(1);
    const taken = next('policy');
    await server.publish({ version: 2 });
    await taken;
    server.hangUp();
    const streams = await server.subscribed(2);
    expect(streams.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2']);
  });

  it('go on elsewhere after the platform asks to reconnect', async () => {
    const server = await platform();
    await server.publish();
    const { feed, codes } = follow(server, listening);
    await feed.ready;
    await server.subscribed(1);
    server.say('event: reconnect\ndata: {}\n\n');
    await server.subscribed(2);
    expect(codes()).toEqual([]);
  });

  it.each([
    ['an event without end', () => `data: ${'x'.repeat(20_000)}`],
    ['an event of endless lines', () => 'data: xxxxxxxxxx\n'.repeat(2000)],
  ])('begin anew after %s', async (_, text) => {
    const server = await platform();
    await server.publish();
    const { feed, next } = follow(server, listening);
    await feed.ready;
    await server.subscribed(1);
    const trouble = next('fault');
    server.say(text());
    expect(await trouble).toMatchObject({ fault: { code: 'ANSWER_TOO_LARGE' }, source: 'announcements' });
    await server.subscribed(2);
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
      else if (request.url === `${policyPath}/events`)
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
