import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../../../../test/support/authority.ts';
import { startHttpServer, startHttpsServer } from '../../../../test/support/https-server.ts';
import { AddressGuard } from '../../src/transport/address-guard.ts';
import { parseOverrides } from '../../src/transport/address-override.ts';
import { createNodeTransport } from '../../src/transport/node.ts';
import { loopbackTransport, WireCall } from './wire-call.ts';

const authority = await createAuthority();
const name = 'api.example.test';
const url = `https://${name}/`;

async function httpsServer() {
  const server = await startHttpsServer((_request, response) => void response.end('hello'), { authority });
  onTestFinished(() => server.close());
  return server;
}

/** Address, class, whether debugging mode lets it pass. */
const refused: [string, string, boolean][] = [
  ['127.0.0.1', 'loopback', true],
  ['127.255.255.254', 'loopback', true],
  ['0.0.0.0', 'unspecified', true],
  ['0.1.2.3', 'reserved', true],
  ['10.0.0.1', 'private', true],
  ['172.16.0.1', 'private', true],
  ['192.168.1.1', 'private', true],
  ['100.64.0.1', 'carrierGradeNat', true],
  ['192.0.2.1', 'reserved', true],
  ['198.18.0.1', 'reserved', true],
  ['224.0.0.1', 'multicast', true],
  ['240.0.0.1', 'reserved', true],
  ['255.255.255.255', 'broadcast', true],
  ['169.254.1.1', 'linkLocal', false],
  ['169.254.169.254', 'metadata', false],
  ['::1', 'loopback', true],
  ['::', 'unspecified', true],
  ['fc00::1', 'uniqueLocal', true],
  ['ff02::1', 'multicast', true],
  ['2001:db8::1', 'reserved', true],
  ['4000::1', 'reserved', true],
  ['fe80::1', 'linkLocal', false],
  ['fe80::1%lo', 'linkLocal', false],
  ['fd00:ec2::254', 'metadata', false],
  ['::ffff:127.0.0.1', 'loopback', true],
  ['::ffff:a9fe:a9fe', 'metadata', false],
  ['64:ff9b::a00:1', 'private', true],
  ['64:ff9b::a9fe:a9fe', 'metadata', false],
  ['2002:7f00:1::1', 'loopback', true],
  ['2001:0:a00:1::1', 'private', true],
];

describe('an address that is not globally routable', () => {
  it.each(refused)('is refused when a name leads to it: %s (%s)', async (address, addressClass) => {
    const transport = loopbackTransport({}, { allowAddresses: [], lookup: async () => [address] });
    const call = await new WireCall(transport, url).over;
    expect(call.error).toMatchObject({ code: 'ADDRESS_REFUSED', text: 'url validate error' });
    expect(call.error?.detail).toContain(name);
    expect(call.addresses).toEqual([{ address, port: 443, addressClass, verdict: 'deny', enforced: true }]);
    expect(call.log).toEqual(['sent', 'address', 'error']);
  });

  it.each(refused.filter(([address]) => !address.includes('%')))(
    'is refused as a literal: %s (%s)',
    async (address, addressClass) => {
      const transport = loopbackTransport(
        {},
        { allowAddresses: [], lookup: () => Promise.reject(new Error('asked')) },
      );
      const literal = address.includes(':') ? `[${address}]` : address;
      const call = await new WireCall(transport, `https://${literal}/`).over;
      expect(call.error?.code).toBe('ADDRESS_REFUSED');
      expect(call.addresses).toMatchObject([{ addressClass, verdict: 'deny', enforced: true }]);
    },
  );

  it.each(refused)('is refused where `resolve` leads to it: %s (%s)', async (address, addressClass) => {
    const transport = loopbackTransport(
      { resolve: { [name]: address.replace('%lo', '') } },
      { allowAddresses: [] },
    );
    const call = await new WireCall(transport, url).over;
    expect(call.error?.code).toBe('ADDRESS_REFUSED');
    expect(call.addresses).toMatchObject([{ addressClass }]);
  });

  it.each(refused)(
    'in debugging mode is reported, or refused where that is not waived: %s (%s, waived: %s)',
    (address, addressClass, waived) => {
      expect(new AddressGuard([]).judge(address, 443, 'report')).toEqual({
        address,
        port: 443,
        addressClass,
        verdict: 'deny',
        enforced: !waived,
      });
    },
  );

  it.each(refused)(
    'may be the LAN address that was decided on, but never %s (%s) where that is not waived',
    (address, _class, waived) => {
      expect(new AddressGuard([]).judge(address, 443, 'lan')).toMatchObject({
        verdict: waived ? 'allow' : 'deny',
        enforced: true,
      });
    },
  );

  it('refuses the whole answer of the resolver, wherever in it it stands', async () => {
    for (const answer of [
      ['8.8.8.8', '10.0.0.1'],
      ['10.0.0.1', '8.8.8.8'],
      ['2600::1', '8.8.8.8', '::1'],
    ]) {
      const transport = loopbackTransport({}, { allowAddresses: [], lookup: async () => answer });
      expect((await new WireCall(transport, url).over).error?.code).toBe('ADDRESS_REFUSED');
    }
  });

  it('is dialled in debugging mode, and the report says what would have been', async () => {
    const server = await httpsServer();
    const transport = loopbackTransport(server, { allowAddresses: [] });
    const call = await new WireCall(transport, url, { guard: 'report' }).over;
    expect(call.text).toBe('hello');
    expect(call.addresses).toEqual([
      { address: '127.0.0.1', port: server.port, addressClass: 'loopback', verdict: 'deny', enforced: false },
    ]);
  });

  it('is dialled where it is allowed, and still has its class', async () => {
    const server = await httpsServer();
    const call = await new WireCall(loopbackTransport(server), url).over;
    expect(call.addresses).toEqual([
      { address: '127.0.0.1', port: server.port, addressClass: 'loopback', verdict: 'allow', enforced: true },
    ]);
  });

  it('is dialled by the LAN rule as a literal, not as what a name leads to', async () => {
    const server = await startHttpServer((_request, response) => void response.end('printer'));
    onTestFinished(() => server.close());
    const transport = loopbackTransport({}, { allowAddresses: [], lookup: async () => ['127.0.0.1'] });
    const guard = 'lan';
    expect((await new WireCall(transport, `http://127.0.0.1:${server.port}/`, { guard }).over).text).toBe(
      'printer',
    );
    const named = await new WireCall(transport, `http://printer.example.test:${server.port}/`, { guard })
      .over;
    expect(named.error?.code).toBe('ADDRESS_REFUSED');
  });
});

describe('DNS rebinding', () => {
  it('between two calls is refused: every connection judges the answer of its own lookup', async () => {
    const server = await httpsServer();
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1']];
    const transport = loopbackTransport(
      { authority },
      { allowAddresses: ['127.0.0.1/32'], lookup: async () => answers.shift() ?? [] },
    );
    const target = `https://${name}:${server.port}/`;
    expect((await new WireCall(transport, target).over).text).toBe('hello');
    transport.renew();
    expect((await new WireCall(transport, target).over).error?.code).toBe('ADDRESS_REFUSED');
    expect((await new WireCall(transport, target).over).text).toBe('hello');
  });

  it('between lookup and dial cannot happen: a name is looked up once for a connection', async () => {
    const server = await httpsServer();
    let lookups = 0;
    const lookup = async () => {
      lookups += 1;
      return lookups === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
    };
    const transport = loopbackTransport({ authority }, { allowAddresses: ['127.0.0.1/32'], lookup });
    const call = await new WireCall(transport, `https://${name}:${server.port}/`).over;
    expect(call.addresses).toMatchObject([{ address: '127.0.0.1' }]);
    expect(lookups).toBe(1);
  });

  it('to text that is no address is not looked up again', async () => {
    const transport = loopbackTransport({}, { lookup: async () => ['localhost'] });
    const { error } = await new WireCall(transport, url, { guard: 'report' }).over;
    expect(error?.code).toBe('NAME_NOT_RESOLVED');
  });
});

describe('the address that was really reached', () => {
  it('is judged too, before TLS: the unspecified address leads to loopback', async () => {
    const server = await startHttpsServer((_request, response) => void response.end('hello'), {
      authority,
      address: '0.0.0.0',
    });
    onTestFinished(() => server.close());
    const resolve = { [name]: `0.0.0.0:${server.port}` };
    const transport = loopbackTransport({ authority, resolve }, { allowAddresses: ['0.0.0.0/32'] });
    const call = await new WireCall(transport, url).over;
    expect(call.error?.code).toBe('ADDRESS_REFUSED');
    expect(call.addresses).toMatchObject([{ address: '127.0.0.1', addressClass: 'loopback' }]);
    await server.disconnected();
    expect(server.requests).toEqual([]);
  });
});

describe('`resolve`', () => {
  it('leads a name to an address and keeps the port of the URL where it names none', async () => {
    const server = await httpsServer();
    const transport = loopbackTransport({ authority, resolve: { 'API.Example.Test': '127.0.0.1' } });
    const call = await new WireCall(transport, `https://${name}:${server.port}/`).over;
    expect(call.text).toBe('hello');
    expect(call.timing).toMatchObject({ lookupStart: 0, lookupEnd: 0 });
  });

  it('leads no other name anywhere', async () => {
    const server = await httpsServer();
    const lookup = async () => [];
    const call = await new WireCall(loopbackTransport(server, { lookup }), 'https://www.example.test/').over;
    expect(call.error?.code).toBe('NAME_NOT_RESOLVED');
    expect(server.accepted()).toBe(0);
  });

  it.each([
    ['127.0.0.1', { address: '127.0.0.1', port: undefined }],
    ['127.0.0.1:8443', { address: '127.0.0.1', port: 8443 }],
    ['::1', { address: '::1', port: undefined }],
    ['[::1]', { address: '::1', port: undefined }],
    ['[::1]:8443', { address: '::1', port: 8443 }],
  ])('reads %s', (text, expected) => {
    expect(parseOverrides({ 'a.test': text }).get('a.test')).toEqual(expected);
  });

  it.each([
    '',
    'localhost',
    '127.0.0.1:',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '127.1',
    '[127.0.0.1]',
    '[::1]x',
    '1.2.3.4:5:6',
  ])('refuses "%s" with a sentence that shows the form', (text) => {
    const create = () =>
      createNodeTransport({ resolve: { 'a.test': text }, responseHeaderBytes: 1024, cacheBytes: 0 });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(`"a.test" cannot be resolved to "${text}"`);
  });
});

describe('`allowAddresses`', () => {
  it('refuses a malformed range and names it', () => {
    const create = () =>
      createNodeTransport({ allowAddresses: ['10.0.0.0/99'], responseHeaderBytes: 1024, cacheBytes: 0 });
    expect(create).toThrow(TypeError);
    expect(create).toThrow('10.0.0.0/99');
  });

  it('opens exactly the ranges given', () => {
    const guard = new AddressGuard(['10.1.0.0/16', 'fd00::/8']);
    const verdicts = ['10.1.2.3', '10.2.0.1', 'fd12::1', 'fc00::1', '::ffff:10.1.0.1', '8.8.8.8'].map(
      (address) => guard.judge(address, 443, 'enforce').verdict,
    );
    expect(verdicts).toEqual(['allow', 'deny', 'allow', 'deny', 'allow', 'allow']);
  });
});
