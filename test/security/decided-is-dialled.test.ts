import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScriptedTransport } from '../../packages/network/test/support/scripted-transport.ts';
import { requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork, policyFor } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const listed = [
  'https://api.example.test',
  'https://other.example.test:8443',
  'https://xn--bcher-kva.example.test',
];

const host = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'api.example.test',
      'API.Example.Test',
      'other.example.test:8443',
      'bücher.example.test',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'api.example.test:443',
      'other.example.test',
      'evil.example',
      '127.0.0.1',
      '[::1]',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'api.example.test@evil.example',
      'evil.example\\@api.example.test',
      'api.binance.com',
      'api。binance。com',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.webAuthority({ withIPv4: true, withIPv6: true, withUserInfo: true, withPort: true }),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
);
const path = fc.oneof(
  fc.constantFrom(
    '',
    '/',
    '/a/../b',
    '/a b',
    '/?x=:443',
    '/#:443',
    '/%2e%2e/',
    '/ü',
    '//evil.example/',
    '/\\evil.example',
  ),
  fc.webPath(),
  fc.string({ maxLength: 12 }),
);
const absolute = fc.tuple(
  fc.constantFrom('https://', 'https://', 'HTTPS://', 'http://', 'https:/', '//', ''),
  host,
  path,
);
const url = absolute.map((parts) => parts.join(''));
const location = fc.oneof(url, path, fc.constantFrom('?q', '#f', '.', '..', '//api.example.test/x', ''));

/** Text as the bytes that a server may put into a header. */
function asHeader(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
}

describe('what was decided on is what is dialled', () => {
  it('for every URL, and for every redirect from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        url,
        fc.array(location, { maxLength: 4 }),
        fc.boolean(),
        async (start, redirects, debugging) => {
          const transport = new ScriptedTransport();
          const network = loopbackNetwork([], { policy: policyFor(...listed), transport, debugging });
          const decisions = eventsOf(network, 'decision');
          const sent = eventsOf(network, 'send');
          const call = requestLogged(network, { url: start });
          for (const next of redirects) {
            const [exchange] = transport.open;
            exchange?.redirect(307, asHeader(next));
          }
          for (const exchange of transport.open) exchange.answer(200);
          await call.done;

          const admitted = decisions.filter(
            ({ decision }) => decision.verdict === 'allow' || !decision.enforced,
          );
          expect(transport.exchanges.map(({ request }) => request.target)).toEqual(
            admitted.map(({ decision }) => decision.target),
          );
          expect(sent).toHaveLength(transport.exchanges.length);
          for (const { request } of transport.exchanges) {
            const { scheme, hostname, authority, port, explicitPort } = request.target;
            expect(request.path.startsWith('/')).toBe(true);
            expect(hostname).not.toBe('api.binance.com');
            expect(request.guard).toBe(debugging ? 'report' : 'enforce');
            if (debugging) continue;
            expect(listed).toContain(
              `${scheme}://${hostname}${explicitPort === undefined ? '' : `:${explicitPort}`}`,
            );
            expect(new URL(`${scheme}://${authority}/`).hostname).toBe(hostname);
            expect(port).toBe(explicitPort === undefined ? 443 : Number(explicitPort));
          }
          await network.close();
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('on the wire too: address, SNI, Host and path are those of the decision', async () => {
    const seen: string[] = [];
    const server = await serve(
      (request, response, { socket }) => {
        const servername = 'servername' in socket ? String(socket.servername) : '';
        seen.push(`${servername} ${request.headers.host} ${request.url}`);
        const next = /next=([^&]*)/.exec(request.url)?.[1];
        if (next === undefined) response.end();
        else response.writeHead(302, { location: asHeader(decodeURIComponent(next)) }).end();
      },
      { names: ['api.example.test', 'other.example.test', 'evil.example', 'api.binance.com'] },
    );
    const network = loopbackNetwork(server, {
      policy: policyFor('https://api.example.test', 'https://other.example.test:8443'),
    });
    const decisions = eventsOf(network, 'decision');
    const addresses = eventsOf(network, 'address');
    await fc.assert(
      fc.asyncProperty(url, location, async (start, next) => {
        seen.length = decisions.length = addresses.length = 0;
        const plain = start.split('#')[0] ?? '';
        const separator = plain.includes('?') ? '&' : '?';
        await requestLogged(network, { url: `${plain}${separator}next=${encodeURIComponent(next)}` }).done;
        const targets = decisions.flatMap(({ decision }) =>
          decision.verdict === 'allow' ? [decision.target] : [],
        );
        expect(seen).toEqual(
          targets.map(({ hostname, port, path: onWire }) => {
            const hostLine = port === 443 ? hostname : `${hostname}:${port}`;
            return `${hostname} ${hostLine} ${onWire}`;
          }),
        );
        for (const { address, port } of addresses)
          expect([address, port]).toEqual(['127.0.0.1', server.port]);
        expect(addresses).toHaveLength(targets.length);
      }),
      { numRuns: 250 },
    );
    expect(readdirSync(network.tempDirectory)).toEqual([]);
  });
});
