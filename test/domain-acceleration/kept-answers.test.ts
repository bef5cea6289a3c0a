import { describe, expect, it } from 'vitest';
import type { Clock } from '../../packages/network/src/clock.ts';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import type { Handler } from '../support/https-server.ts';
import { serve } from '../support/servers.ts';

const call = { url: `${origin}/thing`, enableCache: true };
const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });
const named = (name: string, handler: Handler) => serve(handler, { names: [`${name}.example.test`] });

/** Longer than any server is waited for before another one is asked. */
const long = 60_000;

/**
 * Servers of which one answers the first request of all, and has to be asked whether that is still good; no other
 * request is answered. `asked` waits until there were so many.
 */
async function silentAfterOne(...names: string[]) {
  const waiting = new Map<number, () => void>();
  let count = 0;
  const handler: Handler = (_request, response) => {
    count += 1;
    waiting.get(count)?.();
    if (count === 1) response.writeHead(200, { 'cache-control': 'no-cache', etag: '"tag"' }).end('kept');
  };
  const servers = await Promise.all(names.map((name) => named(name, handler)));
  const asked = (number: number) =>
    new Promise<void>((resolve) => {
      if (count >= number) resolve();
      else waiting.set(number, resolve);
    });
  return { servers, asked, count: () => count };
}

/** Answers that are good for a minute. */
const lasting = (name: string) =>
  named(name, (_request, response) => {
    response.writeHead(200, { 'cache-control': 'max-age=60' }).end(name);
  });

/** Time stands still; `waiting` has what keeps a process alive until it passes. */
function stillClock(): Clock & { readonly waiting: ReadonlySet<() => void> } {
  const waiting = new Set<() => void>();
  return {
    waiting,
    now: () => 0,
    after(_ms, callback, idle = false) {
      if (!idle) waiting.add(callback);
      return () => void waiting.delete(callback);
    },
  };
}

describe('Rule 25: a server that is asked whether a kept answer is still good', () => {
  it('and stays silent has got the request, which goes to one other server and no more', async () => {
    const { servers, asked, count } = await silentAfterOne('fast', 'slow', 'third', 'www');
    const three = acceleratedPolicy({ candidates: candidates('fast', 'slow', 'third') });
    const { network, clock, news } = acceleratedNetwork(servers, three);
    await requestLogged(network, call).done;
    const second = requestLogged(network, { ...call, timeout: 2 * long });
    await asked(2);
    // In steps: the other server is not late while it is being dialled.
    while (!news.some((event) => event.kind === 'attempt' && event.why === 'late')) await clock.advance(100);
    await asked(3);
    await clock.advance(3 * long);
    expect(await second.done).toMatchObject({ errMsg: 'request:fail timeout' });
    const failures = news.filter((event) => event.kind === 'failure');
    expect(failures.map(({ why }) => why)).toEqual(['silent', 'silent']);
    expect(count()).toBe(3);
    expect(network.acceleration?.counts).toMatchObject({ hedges: 1, repeats: 0 });
  });

  it('and ends the connection is asked no third time', async () => {
    const ending: Handler = (_request, response, { socket }) => {
      if (fast.requests.length > 1) socket.destroy();
      else response.writeHead(200, { 'cache-control': 'no-cache', etag: '"tag"' }).end('fast');
    };
    const fast = await named('fast', ending);
    const slow = await named('slow', (_request, response) => void response.end('slow'));
    const { network } = acceleratedNetwork([fast, slow], policy);
    await requestLogged(network, call).done;
    expect(await requestLogged(network, call).done).toMatchObject({ data: 'slow' });
    expect([fast.requests.length, slow.requests.length]).toEqual([2, 1]);
    expect(network.acceleration?.counts.repeats).toBe(1);
  });
});

describe('Rule 25: a kept answer asks no server', () => {
  it('and leaves no timer behind', async () => {
    const clock = stillClock();
    const servers = [await lasting('fast'), await lasting('slow')];
    const { network } = acceleratedNetwork(servers, policy, { clock });
    await requestLogged(network, call).done;
    const heads: number[] = [];
    const second = requestLogged(network, call);
    second.task.onHeadersReceived(({ statusCode }) => heads.push(statusCode));
    expect(await second.done).toMatchObject({ data: 'fast' });
    expect(heads).toEqual([200]);
    expect(clock.waiting.size).toBe(0);
  });

  it('and can be aborted when its head is there', async () => {
    const { network } = acceleratedNetwork([await lasting('fast'), await lasting('slow')], policy);
    await requestLogged(network, call).done;
    const second = requestLogged(network, call);
    second.task.onHeadersReceived(() => second.task.abort());
    expect(await second.done).toMatchObject({ errMsg: 'request:fail abort' });
  });

  it('and blames nobody where none is kept and none may be asked', async () => {
    const fast = await lasting('fast');
    const { network, news } = acceleratedNetwork([fast], policy);
    const keptOnly = { ...call, header: { 'Cache-Control': 'only-if-cached' } };
    expect(await requestLogged(network, keptOnly).done).toMatchObject({ statusCode: 504, data: '' });
    expect(news.filter(({ kind }) => kind === 'failure' || kind === 'measurement')).toEqual([]);
    expect(fast.accepted()).toBe(0);
  });
});
