import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { exchange, Page, simulate, type Simulated } from './support/simulated.ts';

const program = { 'app.js': '' };

interface Raw {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** One request as bytes: `fetch` would not let a test lie about its Host. */
async function raw({ simulator }: Simulated, lines: readonly string[], body = ''): Promise<Raw> {
  const socket = connect(Number(new URL(simulator.address).port), '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`);
  let text = '';
  socket.setEncoding('utf8').on('data', (more: string) => (text += more));
  await once(socket, 'close');
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body: rest.join('\r\n\r\n') };
}

const proofOf = ({ proof }: Page) => Object.entries(proof).map(([name, value]) => `${name}: ${value}`);

const hostOf = ({ simulator }: Simulated) => new URL(simulator.address).host;

/** Whether a WebSocket is let in, and else the status of the refusal. */
async function watches({ simulator }: Simulated, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${simulator.address.replace('http', 'ws')}/feed`, { headers });
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('error', () => {});
  });
}

describe('The address', () => {
  it('is on 127.0.0.1 alone', async () => {
    const { simulator } = await simulate(program);
    const port = Number(new URL(simulator.address).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .map(({ address }) => address)
      .filter((address) => address !== '127.0.0.1' && !address.startsWith('fe80'));
    for (const host of [...others, '127.0.0.2']) {
      const socket = connect(port, host);
      const [error] = (await once(socket, 'error').catch(() => [])) as [NodeJS.ErrnoException?];
      expect([host, error?.code]).toEqual([host, 'ECONNREFUSED']);
    }
  });

  it('lets one browser in, and says how another one gets in', async () => {
    const { simulator } = await simulate(program);
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const first = await exchange(simulator, simulator.url);
    expect([first.status, await first.json()]).toEqual([200, { key: expect.stringMatching(/^[\w-]{43}$/) }]);
    const { port } = new URL(simulator.address);
    expect(first.headers.get('set-cookie')).toMatch(
      new RegExp(`^minigate-simulator-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    const second = await exchange(simulator, simulator.url);
    expect([second.status, second.headers.get('set-cookie'), await second.json()]).toEqual([
      403,
      null,
      {
        error: {
          message: 'This address was used already: it works once.',
          fix: 'Press Enter in the terminal where the simulator runs: it prints a new address.',
        },
      },
    ]);
    const other = await exchange(simulator, simulator.newUrl());
    expect(other.status).toBe(200);
  });

  it('is nothing without the right token', async () => {
    const { simulator } = await simulate(program);
    const wrong = await exchange(simulator, `${simulator.address}/#token=${'A'.repeat(43)}`);
    expect(wrong.status).toBe(403);
    expect((await exchange(simulator, simulator.url)).status).toBe(200);
  });
});

describe('A request', () => {
  it.each([
    ['GET', '/api/files'],
    ['GET', '/api/files/app.js'],
    ['GET', '/api/har'],
    ['GET', '/api/calls/1/1'],
    ['GET', '/api/mocks'],
    ['POST', '/api/device'],
    ['POST', '/api/restart'],
    ['POST', '/api/clear'],
    ['PUT', '/api/files/app.js'],
  ] as const)('%s %s needs the cookie and its key', async (method, path) => {
    const { simulator } = await simulate(program);
    const { port } = new URL(simulator.address);
    const page = await Page.open(simulator);
    const other = await Page.open(simulator, simulator.newUrl());
    const wrong = 'A'.repeat(43);
    for (const [cookie, key] of [
      ['', ''],
      ['', page.key],
      [`minigate-simulator-${port}=${wrong}`, page.key],
      [`minigate-simulator-${port}=`, page.key],
      [page.cookie, ''],
      [page.cookie, wrong],
      [page.cookie, other.key],
      [`minigate-simulator-${port}=${page.key}`, page.cookie.split('=')[1] ?? ''],
    ] as const) {
      const stranger = new Page(simulator.address, cookie, key);
      const answer = method === 'GET' ? await stranger.get(path) : await stranger.send(method, path, {});
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { message: 'This browser is not let in.' } });
    }
  });

  it.each(['evil.test', 'localhost', '127.0.0.1', '[::1]', '127.0.0.1.', '0.0.0.0'])(
    'to Host %s is refused, as after DNS rebinding',
    async (name) => {
      const here = await simulate(program);
      const page = await Page.open(here.simulator);
      const { port } = new URL(page.address);
      for (const host of [name, `${name}:${port}`]) {
        if (host === hostOf(here)) continue;
        for (const path of ['/', '/api/files', '/assets/main-1a2b.js']) {
          const answer = await raw(here, [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...proofOf(page)]);
          expect(answer.status).toBe(421);
          expect(JSON.parse(answer.body)).toEqual({
            error: {
              message: `The simulator answers to ${page.address} only.`,
              fix: 'Open the address as it was printed in the terminal.',
            },
          });
        }
        const headers = { host, origin: page.address, ...page.proof };
        expect(await watches(here, headers)).toBe(421);
      }
    },
  );

  it('with two Hosts, or a whole URL as its target, is refused', async () => {
    const here = await simulate(program);
    const proof = proofOf(await Page.open(here.simulator));
    const twice = ['GET /api/files HTTP/1.1', `Host: ${hostOf(here)}`, 'Host: evil.test', ...proof];
    expect((await raw(here, twice)).status).toBeGreaterThanOrEqual(400);
    const whole = ['GET http://evil.test/api/files HTTP/1.1', `Host: ${hostOf(here)}`, ...proof];
    expect((await raw(here, whole)).status).toBe(400);
  });

  it.each([
    ['another origin', { Origin: 'http://evil.test' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { Origin: 'null' }],
    ['another site, as the browser says', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another port, as the browser says', { 'Sec-Fetch-Site': 'same-site' }],
  ])('of %s is refused, with the cookie too', async (_, sender) => {
    const here = await simulate(program);
    const page = await Page.open(here.simulator);
    const common = [`Host: ${hostOf(here)}`, ...proofOf(page), 'Content-Type: application/json'];
    const said = Object.entries({ Origin: page.address, ...sender }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const post = ['POST /api/restart HTTP/1.1', ...common, ...said, 'Content-Length: 2'];
    expect((await raw(here, post, '{}')).status).toBe(403);
    const get = ['GET /api/files HTTP/1.1', ...common, ...said];
    expect((await raw(here, get)).status).toBe(403);
    const script = ['GET /assets/main-1a2b.js HTTP/1.1', ...common, ...said];
    expect((await raw(here, script)).status).toBe(403);
    const headers = { ...page.proof, origin: page.address };
    const lower = Object.fromEntries(
      Object.entries(sender).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(await watches(here, { ...headers, ...lower })).toBe(403);
  });

  it('that changes something needs an Origin, and so does the feed', async () => {
    const here = await simulate(program);
    const page = await Page.open(here.simulator);
    const { cookie, proof, address } = page;
    const common = [`Host: ${hostOf(here)}`, ...proofOf(page), 'Content-Type: application/json'];
    const post = ['POST /api/restart HTTP/1.1', ...common, 'Content-Length: 2'];
    expect((await raw(here, post, '{}')).status).toBe(403);
    expect(await watches(here, proof)).toBe(403);
    expect(await watches(here, { ...proof, origin: address })).toBe(101);
    expect(await watches(here, { origin: address })).toBe(401);
    expect(await watches(here, { origin: address, cookie })).toBe(401);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'with a body of type %s is refused',
    async (type) => {
      const here = await simulate(program);
      const { proof, address } = await Page.open(here.simulator);
      const answer = await fetch(`${address}/api/restart`, {
        method: 'POST',
        headers: { ...proof, origin: address, 'content-type': type },
        body: '{}',
      });
      expect(answer.status).toBe(415);
    },
  );

  it('with another method is answered with 405 and what there is', async () => {
    const { simulator } = await simulate(program);
    const { proof, address } = await Page.open(simulator);
    const headers = { ...proof, origin: address };
    const answer = await fetch(`${address}/api/restart`, { headers });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    const page = await fetch(`${address}/`, { method: 'DELETE', headers });
    expect([page.status, page.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const preflight = await fetch(`${address}/api/files`, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(405);
  });

  it('with a body that is too long, or none at all, is refused, and the next one is answered', async () => {
    const { simulator } = await simulate(program);
    const page = await Page.open(simulator);
    const long = await page.send('POST', '/api/device', { connection: 'x'.repeat(20_000) });
    expect(long.status).toBe(413);
    const malformed = await fetch(`${page.address}/api/device`, {
      method: 'POST',
      headers: { ...page.proof, origin: page.address, 'content-type': 'application/json' },
      body: '{',
    });
    expect(malformed.status).toBe(400);
    expect((await page.get('/api/files')).status).toBe(200);
  });
});

describe('An answer', () => {
  it('is bound to this page: no other one may frame, read or keep it', async () => {
    const { simulator } = await simulate(program);
    const page = await Page.open(simulator);
    for (const path of ['/', '/assets/main-1a2b.js', '/api/files', '/api/nothing']) {
      const { headers } = await page.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain(`connect-src 'self' ws://${new URL(page.address).host}`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      if (path.startsWith('/api')) expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('serves the page and its assets, and nothing else of the disk', async () => {
    const { simulator } = await simulate(program);
    const statusOf = async (path: string) => (await fetch(simulator.address + path)).status;
    expect(await (await fetch(`${simulator.address}/`)).text()).toContain('<title>Simulator</title>');
    expect(await statusOf('/assets/main-1a2b.js')).toBe(200);
    expect(await statusOf('/minigate.svg')).toBe(200);
    for (const path of [
      '/simulator.html',
      '/secret.txt',
      '/assets/',
      '/assets/..%2fsecret.txt',
      '/assets/..%5csecret.txt',
      '/assets/%2e%2e/secret.txt',
      '/assets/.hidden',
      '/assets/main-1a2b.js%00',
      '//etc/passwd',
    ]) {
      expect([path, await statusOf(path)]).toEqual([path, 404]);
    }
  });
});
