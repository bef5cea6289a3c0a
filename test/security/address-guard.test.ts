import type { NetworkOptions } from '@minigate/network';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNodeTransport } from '../../packages/network/src/transport/node.ts';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import type { Fault } from '../support/fault.ts';
import { eventsOf, loopbackNetwork, policyFor } from '../support/loopback-network.ts';
import { authority, misbehave, serve } from '../support/servers.ts';

const name = 'api.example.test';

/** A network that asks this resolver; the server is reached at its own port, which the entry writes. */
function resolvingNetwork(
  port: number,
  lookup: (hostname: string) => Promise<readonly string[]>,
  { allowAddresses = ['127.0.0.1/32'], ...options }: Partial<NetworkOptions> = {},
) {
  const transport = createNodeTransport({
    ca: authority.pem,
    lookup,
    allowAddresses,
    responseHeaderBytes: 64 * 1024,
    cacheBytes: 0,
  });
  const policy = policyFor(`https://${name}:${port}`);
  return loopbackNetwork([], { policy, transport, ...options });
}

async function helloServer() {
  return serve((_request, response) => void response.end('hello'));
}

describe('Rule 7: the address that is really dialled is judged', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '10.0.0.1',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    'fc00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
  ])('%s is refused where a name leads to it, by DNS and by `resolve`', async (address) => {
    const server = await helloServer();
    const byDns = resolvingNetwork(server.port, async () => [address], { allowAddresses: [] });
    const withPort = address.includes(':') ? `[${address}]:${server.port}` : `${address}:${server.port}`;
    const byResolve = loopbackNetwork({ authority, resolve: { [name]: withPort } }, { allowAddresses: [] });
    for (const [network, url] of [
      [byDns, `https://${name}:${server.port}/`],
      [byResolve, `https://${name}/`],
    ] as const) {
      const addresses = eventsOf(network, 'address');
      for (const call of [requestLogged(network, { url }), downloadLogged(network, { url })]) {
        const { errMsg, errno } = await call.done;
        expect([errMsg?.split(':')[1], errno]).toEqual(['fail url validate error', 600011]);
        expect(callbackNames(call)).toEqual(['fail', 'complete']);
      }
      expect(addresses).toMatchObject([
        { address, verdict: 'deny', enforced: true },
        { address, verdict: 'deny', enforced: true },
      ]);
    }
    expect(server.accepted()).toBe(0);
  });

  it('a redirect target is judged as well', async () => {
    const server = await serve(
      (_request, response) => void response.writeHead(302, { location: 'https://inner.example.test/' }).end(),
    );
    const resolve = { ...server.resolve, 'inner.example.test': `127.0.0.2:${server.port}` };
    const network = loopbackNetwork({ authority, resolve }, { allowAddresses: ['127.0.0.1/32'] });
    expect(await requestLogged(network, { url: `https://${name}/` }).done).toMatchObject({ errno: 600011 });
    expect(server.requests).toHaveLength(1);
  });

  it('refuses a whole answer of the resolver for one bad address in it', async () => {
    const server = await helloServer();
    for (const answer of [
      ['127.0.0.1', '10.0.0.1'],
      ['10.0.0.1', '127.0.0.1'],
    ]) {
      const network = resolvingNetwork(server.port, async () => answer);
      const call = requestLogged(network, { url: `https://${name}:${server.port}/` });
      expect(await call.done).toMatchObject({ errno: 600011 });
    }
    expect(server.accepted()).toBe(0);
  });
});

describe('Rule 7: DNS rebinding', () => {
  it('does not work between decision and dial: a connection looks its name up once and dials that', async () => {
    const server = await helloServer();
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.2']];
    const network = resolvingNetwork(server.port, async () => answers.shift() ?? []);
    const addresses = eventsOf(network, 'address');
    const url = `https://${name}:${server.port}/`;
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    expect(answers).toHaveLength(2);
    network.updatePolicy(policyFor(`https://${name}:${server.port}`));
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600011 });
    expect(addresses.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.2']);
    expect(server.accepted()).toBe(1);
  });

  it('does not work by a connection that the server ends, to have the name looked up again', async () => {
    const server = await serve((_request, response, message) => {
      response.end('hello', () => void message.socket.end());
    });
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const network = resolvingNetwork(server.port, async () => answers.shift() ?? []);
    const url = `https://${name}:${server.port}/`;
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    await server.disconnected();
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600011 });
  });
});

describe('Rule 7: a request that is sent again over a new connection', () => {
  it('dials an address that is judged as any other', async () => {
    const hangsUp: Fault = {
      play: ({ stream }) => {
        stream.once('data', () => {
          stream.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello');
          stream.once('data', () => void stream.end());
        });
      },
    };
    const server = await misbehave(hangsUp);
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const network = resolvingNetwork(server.port, async () => answers.shift() ?? []);
    const url = `https://${name}:${server.port}/`;
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600011 });
    expect(server.accepted()).toBe(1);
  });
});

describe('answers of the resolver that are none', () => {
  it.each([
    ['nothing', []],
    ['a name', ['localhost']],
    ['an empty text', ['']],
    ['a short form', ['127.1']],
    ['a number', ['2130706433']],
    ['octal', ['0177.0.0.1']],
    ['hex', ['0x7f000001']],
    ['blanks around it', [' 127.0.0.1']],
    ['a port', ['127.0.0.1:80']],
    ['brackets', ['[::1]']],
    ['a good one and a name', ['127.0.0.1', 'localhost']],
  ])('%s: the name is not resolved, and nothing is dialled', async (_kind, answer) => {
    const server = await helloServer();
    for (const debugging of [false, true]) {
      const network = resolvingNetwork(server.port, async () => answer, { debugging });
      const call = requestLogged(network, { url: `https://${name}:${server.port}/` });
      expect(await call.done).toMatchObject({ errMsg: 'request:fail -105:net::ERR_NAME_NOT_RESOLVED' });
    }
    expect(server.accepted()).toBe(0);
  });

  it.each([
    ['an error', () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })), '-105'],
    ['an error that is none', () => Promise.reject(new TypeError('odd')), '-105'],
    ['silence until the call times out', () => new Promise<never>(() => {}), 'timeout'],
  ] as const)('%s', async (_kind, lookup, text) => {
    const network = resolvingNetwork(443, lookup);
    const call = requestLogged(network, { url: `https://${name}:443/`, timeout: 200 });
    expect((await call.done).errMsg).toContain(text);
  });

  it('whatever they are: only addresses that are allowed are ever dialled', async () => {
    const server = await helloServer();
    const address = fc.oneof(
      fc.constantFrom(
        '127.0.0.1',
        '127.0.0.2',
        '::1',
        '::ffff:127.0.0.1',
        '::ffff:7f00:1',
        'fe80::1%lo',
        '0.0.0.0',
      ),
      fc.ipV4().filter((text) => /^(?:10|127|192\.168)\./.test(text)),
      fc.string({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(address, { maxLength: 3 }), async (answer) => {
        const network = resolvingNetwork(server.port, async () => answer);
        const addresses = eventsOf(network, 'address');
        const before = server.requests.length;
        const { errno, statusCode } = await requestLogged(network, { url: `https://${name}:${server.port}/` })
          .done;
        const good =
          answer.length > 0 && answer.every((each) => /^(?:::ffff:)?(?:127\.0\.0\.1|7f00:1)$/.test(each));
        expect(statusCode === 200).toBe(good);
        expect(errno).toBeOneOf(good ? [undefined] : [600001, 600011]);
        expect(server.requests.length - before).toBe(good ? 1 : 0);
        for (const told of addresses) expect(told.verdict === 'allow').toBe(good);
        await network.close();
      }),
      { numRuns: 60 },
    );
  });
});
