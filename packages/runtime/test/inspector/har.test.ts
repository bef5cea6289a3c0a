import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHar } from '../../src/inspector/har/read.ts';
import { toHar } from '../../src/inspector/har.ts';
import { createRecorder } from '../../src/inspector/recorder.ts';
import { begin, call, denied, fail, hop, succeed, timing } from './calls.ts';
import { harFaults } from './har-schema.ts';
import { ScriptedNetwork } from './scripted-network.ts';

const creator = { name: 'minigate', version: '1.2.3' };

function harOf(play: (network: ScriptedNetwork) => void, options: { secrets?: boolean; body?: number } = {}) {
  const network = new ScriptedNetwork();
  const recorder = createRecorder(network, { body: options.body ?? 1000 });
  play(network);
  const har = toHar(recorder.entries, { creator, secrets: options.secrets });
  expect(harFaults(JSON.parse(JSON.stringify(har)))).toEqual([]);
  return har.log;
}

describe('a HAR', () => {
  it('is valid without calls and says how many are missing', () => {
    const har = toHar([], { creator, dropped: 3 });
    expect(harFaults(har)).toEqual([]);
    expect(har.log).toMatchObject({
      version: '1.2',
      creator,
      comment: '3 earlier calls are not in this file.',
    });
  });

  it('has one entry for each hop, and the redirect names its target', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://api.example.com/a');
      hop(network, 1, 0, { url: 'https://api.example.com/a', status: 302, answer: ['Location', '/b?x=1'] });
      hop(network, 1, 1, { url: 'https://api.example.com/b?x=1', at: begin + 45 });
      succeed(network, 1, { time: begin + 90 });
    });

    expect(
      entries.map(({ request, response }) => [request.url, response.status, response.redirectURL]),
    ).toEqual([
      ['https://api.example.com/a', 302, '/b?x=1'],
      ['https://api.example.com/b?x=1', 200, ''],
    ]);
    expect(entries.map(({ response }) => response.content.text)).toEqual([undefined, 'hello']);
    expect(entries.map(({ startedDateTime }) => startedDateTime)).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.045Z',
    ]);
    expect(entries[1]).toMatchObject({
      serverIPAddress: '203.0.113.7',
      request: { queryString: [{ name: 'x', value: '1' }] },
    });
  });

  it('has timings whose sum is the time, with ssl inside connect', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://api.example.com/');
      hop(network, 1, 0);
      succeed(network, 1);
    });
    expect(entries[0]).toMatchObject({
      time: 45,
      timings: { blocked: 10, dns: 2, connect: 8, ssl: 5, send: 1, wait: 20, receive: 4 },
    });
  });

  it('has -1 for what a reused connection did not do', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://api.example.com/');
      hop(network, 1, 0);
      const reused = { lookupStart: 0, lookupEnd: 0, connectStart: 0, connectEnd: 0, tlsStart: 0, tlsEnd: 0 };
      network.emit('hop', { id: 1, hop: 0, time: begin, timing: { ...timing(begin), ...reused } });
      succeed(network, 1);
    });
    expect(entries[0]?.timings).toEqual({
      blocked: 20,
      dns: -1,
      connect: -1,
      ssl: -1,
      send: 1,
      wait: 20,
      receive: 4,
    });
  });

  it('gives the time until a failure to the phase that was going on', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://api.example.com/');
      hop(network, 1, 0);
      const cut = { responseStart: 0, responseEnd: 0 };
      network.emit('hop', { id: 1, hop: 0, time: begin, timing: { ...timing(begin), ...cut } });
      fail(network, 1, 'TIMED_OUT', undefined, 1021);
    });
    expect(entries[0]).toMatchObject({ time: 1021, timings: { wait: 1000, receive: 0 } });
    expect(entries[0]?.response._error).toBe('request:fail timeout');
  });

  it('gives the time in the queue to blocked', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://api.example.com/');
      network.emit('queue', { id: 1, waiting: 1, time: begin });
      fail(network, 1, 'INTERRUPTED', undefined, 5000);
    });
    expect(entries[0]).toMatchObject({
      time: 5000,
      timings: { blocked: 5000, send: 0 },
      _minigate: { waited: 5000 },
    });
  });

  it('has a refused call with status 0, its decision and the fix', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://other.example.com/x', denied);
      fail(network, 1, 'NOT_IN_DOMAIN_LIST', denied.message, 0);
    });
    expect(entries).toMatchObject([
      {
        request: { url: 'https://other.example.com/x', method: 'GET', headers: [] },
        response: { status: 0, _error: 'request:fail url not in domain list' },
        _minigate: {
          api: 'request',
          verdict: 'deny',
          enforced: true,
          reason: 'HOST_NOT_LISTED',
          nearest: 'https://api.example.com',
          suggestion: 'Configure https://other.example.com as a server domain.',
          errno: 600002,
        },
      },
    ]);
    expect(entries[0]?._minigate.fix).toMatch(/Add the server domain/);
  });

  it('has a refused redirect as an entry of its own behind the answer that redirected', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://api.example.com/');
      hop(network, 1, 0, { status: 301, answer: ['location', 'https://other.example.com/'] });
      network.emit('decision', {
        id: 1,
        hop: 1,
        url: 'https://other.example.com/',
        decision: denied,
        time: begin + 41,
      });
      fail(network, 1, 'NOT_IN_DOMAIN_LIST');
    });
    expect(entries.map(({ response }) => [response.status, response._error])).toEqual([
      [301, undefined],
      [0, 'request:fail url not in domain list'],
    ]);
  });

  it('marks what would fail outside debugging mode', () => {
    const { entries } = harOf((network) => {
      call(network, 1, 'https://other.example.com/', { ...denied, enforced: false });
      hop(network, 1, 0);
      succeed(network, 1);
    });
    expect(entries[0]?._minigate.wouldFailOutsideDebugging).toBe(true);
  });

  it('has a call without any judgement, and one that has not ended', () => {
    const { entries } = harOf((network) => {
      network.emit('call', { id: 1, api: 'downloadFile', url: '', method: '', time: begin });
      fail(network, 1, 'INVALID_OPTIONS');
      call(network, 2, 'https://api.example.com/');
      network.emit('send', {
        id: 2,
        hop: 0,
        method: 'GET',
        url: 'https://api.example.com/',
        headers: [],
        body: null,
        time: begin,
      });
    });
    expect(entries.map(({ response }) => response._error)).toEqual([
      'request:fail parameter error',
      'unfinished',
    ]);
  });
});

describe('the bodies of a HAR', () => {
  it('are text, or base64 with its encoding named', () => {
    const bytes = new Uint8Array(100_000).map((_, index) => index);
    const { entries } = harOf(
      (network) => {
        call(network, 1, 'https://api.example.com/');
        hop(network, 1, 0, {
          method: 'POST',
          headers: ['Content-Type', 'application/json'],
          body: '{"a":1}',
        });
        succeed(network, 1, { body: bytes.buffer });
      },
      { body: 1_000_000 },
    );
    const [{ request, response } = {}] = entries;
    expect(request).toMatchObject({
      method: 'POST',
      bodySize: 7,
      postData: { mimeType: 'application/json', text: '{"a":1}' },
    });
    expect(response?.content).toMatchObject({ size: 100_000, encoding: 'base64' });
    expect(Buffer.from(response?.content.text ?? '', 'base64').equals(bytes)).toBe(true);
  });

  it('of a request are text where the bytes are text, else marked base64', () => {
    const { entries } = harOf((network) => {
      for (const [id, body] of [Buffer.from('héllo'), Uint8Array.of(0xff, 0xfe)].entries()) {
        call(network, id, 'https://api.example.com/');
        hop(network, id, 0, { body });
        succeed(network, id);
      }
    });
    expect(entries.map(({ request }) => request.postData)).toEqual([
      { mimeType: 'application/octet-stream', text: 'héllo' },
      { mimeType: 'application/octet-stream', text: '//4=', _encoding: 'base64' },
    ]);
  });

  it('say where they were cut', () => {
    const { entries } = harOf(
      (network) => {
        call(network, 1, 'https://api.example.com/');
        hop(network, 1, 0, { body: 'x'.repeat(20) });
        succeed(network, 1, { body: 'y'.repeat(30) });
      },
      { body: 10 },
    );
    expect(entries[0]?.request.postData?.comment).toBe('Cut: the first 10 of 20 characters.');
    expect(entries[0]?.response.content).toMatchObject({
      size: 30,
      comment: 'Cut: the first 10 of 30 characters.',
    });
  });
});

describe('the secrets of a HAR', () => {
  const play = (network: ScriptedNetwork) => {
    call(network, 1, 'https://api.example.com/');
    hop(network, 1, 0, {
      headers: [
        'AUTHORIZATION',
        'Bearer s3cret',
        'Proxy-Authorization',
        's3cret',
        'Cookie',
        'sid=s3cret; s3cret',
        'X',
        'y',
      ],
      answer: [
        'Set-Cookie',
        'sid=s3cret; Path=/a; Domain=example.com; HttpOnly; Secure; Expires=Thu, 01 Jan 2026 00:00:00 GMT; ' +
          'SameSite=Lax; Max-Age=60; Partitioned; Priority=High; hidden=s3cret',
        'set-cookie',
        's3cret',
      ],
    });
    succeed(network, 1);
  };

  it('are left out: Authorization, Proxy-Authorization, Cookie, Set-Cookie in any letter case, and the cookies', () => {
    const log = harOf(play);
    expect(JSON.stringify(log)).not.toContain('s3cret');
    expect(log.entries[0]?.request.headers).toEqual([
      { name: 'AUTHORIZATION', value: '[redacted]' },
      { name: 'Proxy-Authorization', value: '[redacted]' },
      { name: 'Cookie', value: '[redacted]' },
      { name: 'X', value: 'y' },
    ]);
    expect(log.entries[0]?.request.cookies[0]).toEqual({ name: 'sid', value: '[redacted]' });
    const reading = fromHar(JSON.stringify({ log }));
    const [line] = (reading.ok && reading.entries[0]?.hops[0]?.response?.headers.lines) || [];
    expect(line?.[1].split('; ')).toEqual([
      ...[
        'sid=[redacted]',
        'path=/a',
        'domain=example.com',
        'expires=2026-01-01T00:00:00.000Z',
        'max-age=60',
      ],
      ...['samesite=Lax', 'priority=High', 'httponly', 'secure', 'partitioned'],
    ]);
  });

  const playNamed = (network: ScriptedNetwork) => {
    const url =
      'https://api.example.com/a?id=7&Access_Token=s3cret&api%5Fkey=s3cret&keyword=tea#token=s3cret';
    call(network, 1, url);
    hop(network, 1, 0, {
      url,
      headers: [
        ...['X-Api-Key', 's3cret', 'api-key', 's3cret', 'X-CSRF-Token', 's3cret', 'x-auth-token', 's3cret'],
        ...['Referer', 'https://api.example.com/?sig=s3cret&b=1', 'Sec-WebSocket-Protocol', 'chat'],
      ],
      status: 302,
      answer: ['Location', '/b?app_secret=s3cret&c=2'],
    });
    succeed(network, 1);
  };

  it('are left out by the usual names of header lines and parameters, and all else stays', () => {
    const log = harOf(playNamed);
    expect(JSON.stringify(log)).not.toContain('s3cret');
    const [entry] = log.entries;
    expect(entry?.request.url).toBe(
      'https://api.example.com/a?id=7&Access_Token=%5Bredacted%5D&api%5Fkey=%5Bredacted%5D&keyword=tea#token=%5Bredacted%5D',
    );
    expect(entry?.request.queryString).toEqual([
      { name: 'id', value: '7' },
      { name: 'Access_Token', value: '[redacted]' },
      { name: 'api_key', value: '[redacted]' },
      { name: 'keyword', value: 'tea' },
    ]);
    expect(entry?.request.headers.slice(-2)).toEqual([
      { name: 'Referer', value: 'https://api.example.com/?sig=[redacted]&b=1' },
      { name: 'Sec-WebSocket-Protocol', value: 'chat' },
    ]);
    expect(entry?.response.redirectURL).toBe('/b?app_secret=[redacted]&c=2');
    expect(JSON.stringify(harOf(playNamed, { secrets: true }))).not.toContain('[redacted]');
  });

  it('are there when asked for', () => {
    const { entries } = harOf(play, { secrets: true });
    expect(entries[0]?.request.cookies).toEqual([
      { name: 'sid', value: 's3cret' },
      { name: '', value: 's3cret' },
    ]);
    expect(entries[0]?.response.cookies[0]).toEqual({
      name: 'sid',
      value: 's3cret',
      path: '/a',
      domain: 'example.com',
      httpOnly: true,
      secure: true,
      expires: '2026-01-01T00:00:00.000Z',
      sameSite: 'Lax',
      _maxAge: '60',
      _partitioned: true,
      _priority: 'High',
    });
    expect(entries[0]?.request.headers[0]).toEqual({ name: 'AUTHORIZATION', value: 'Bearer s3cret' });
  });
});

describe('the URLs of a HAR', () => {
  it.each([
    ['https://api.example.com/a b?q=[1]|2#x#y', 'https://api.example.com/a%20b?q=%5B1%5D%7C2#x%23y'],
    ['https://api.example.com/100%', 'https://api.example.com/100%25'],
    ['https://bücher.example:8443/', 'https://xn--bcher-kva.example:8443/'],
    ['not a url', 'about:invalid#not%20a%20url'],
    ['', 'about:invalid#'],
    ['https://[::1]:8443/', 'https://[::1]:8443/'],
  ])('are URIs: %s', (url, expected) => {
    const { entries } = harOf((network) => {
      call(network, 1, url, denied);
      fail(network, 1, 'INVALID_URL');
    });
    expect(entries[0]?.request.url).toBe(expected);
    expect(entries[0]?._minigate.url).toBe(url);
  });

  it('and everything else in it stay valid whatever a program or server writes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    );
    fc.assert(
      fc.property(text, text, text, (url, name, value) => {
        harOf((network) => {
          call(network, 1, url);
          hop(network, 1, 0, {
            url,
            headers: ['Cookie', value, name, value],
            body: value,
            answer: [
              'Set-Cookie',
              `${name}=${value}; expires=${value}`,
              'content-type',
              value,
              'location',
              value,
            ],
            status: 302,
          });
          succeed(network, 1, { body: value });
        });
      }),
      { numRuns: 300 },
    );
  });
});
