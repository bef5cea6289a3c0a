import { decide, findLocalNetworkFault } from '@minigate/policy';
import { describe, expect, test } from 'vitest';
import vectors from '../vectors/local-network.json' with { type: 'json' };

const document = { appId: 'demo', version: 1, serverDomains: ['https://api.example.com'] };

function parse(text: string): { address: string; netmask: string } {
  const [address = '', netmask = ''] = text.split('/');
  return { address, netmask };
}

describe('Rule 20: a literal address of the same subnet', () => {
  test.each(vectors)('$address beside $interfaces: $fault', ({ interfaces, address, fault }) => {
    expect(findLocalNetworkFault(address, interfaces.map(parse)) ?? null).toBe(fault);
  });

  test.each(['http', 'https'])('skips the list and may use %s, on any port', (scheme) => {
    const interfaces = [parse('192.168.1.7/255.255.255.0')];
    for (const port of ['', ':8080', ':443']) {
      const decision = decide(document, 'request', `${scheme}://192.168.1.20${port}/a`, { interfaces });
      expect(decision).toMatchObject({ verdict: 'allow', reason: 'LAN_ADDRESS' });
    }
  });

  test.each(['ws', 'wss'])('skips the list of sockets and may use %s', (scheme) => {
    const interfaces = [parse('192.168.1.7/255.255.255.0')];
    const decision = decide(document, 'connectSocket', `${scheme}://192.168.1.20:1883/`, { interfaces });
    expect(decision).toMatchObject({ verdict: 'allow', reason: 'LAN_ADDRESS' });
  });

  test('does not lend its rights to a name, nor to a redirect from https to http', () => {
    const interfaces = [parse('192.168.1.7/255.255.255.0')];
    expect(decide(document, 'request', 'http://printer.local/', { interfaces }).verdict).toBe('deny');
    const base = { scheme: 'https' as const, authority: 'api.example.com', path: '/' };
    const decision = decide(document, 'request', 'http://192.168.1.20/', { interfaces, base });
    expect(decision).toMatchObject({ verdict: 'deny', reason: 'REDIRECT_TO_HTTP' });
  });
});
