import { NetworkError } from '@minigate/network';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, fromHar, type HarOptions, toHar } from '@minigate/runtime';
import { createRecorder } from '../../src/inspector/recorder.ts';
import { answered, begin, call, denied, fail, hop, succeed, timing } from './calls.ts';
import { harFaults } from './har-schema.ts';
import { ScriptedNetwork } from './scripted-network.ts';

const creator = { name: 'minigate', version: '1.2.3' };

function record(play: (network: ScriptedNetwork) => void, body = 1000): readonly Entry[] {
  const network = new ScriptedNetwork();
  const recorder = createRecorder(network, { body, messages: 3 });
  play(network);
  return recorder.entries;
}

function textOf(entries: readonly Entry[], options: Partial<HarOptions> = {}): string {
  return JSON.stringify(toHar(entries, { creator, secrets: true, ...options }));
}

function read(value: unknown) {
  const reading = fromHar(value);
  if (!reading.ok) throw new Error(reading.message);
  return reading;
}

/** One call of every kind of ending. */
const everyKind = (network: ScriptedNetwork) => {
  call(network, 1, 'https://API.example.com/a');
  hop(network, 1, 0, { url: 'https://api.example.com/a', status: 302, answer: ['Location', '/b?x=1'] });
  network.emit('decision', { id: 1, hop: 1, url: '/b?x=1', decision: denied, time: begin + 41.25 });
  fail(network, 1, 'NOT_IN_DOMAIN_LIST', denied.message, 42.125);

  call(network, 2, 'not a url', denied);
  fail(network, 2, 'INVALID_URL');

  network.emit('call', { id: 3, api: 'downloadFile', url: '', method: '', time: begin + 0.3 });
  fail(network, 3, 'INVALID_OPTIONS');

  call(network, 4, 'https://api.example.com/');
  network.emit('queue', { id: 4, waiting: 1, time: begin });

  call(network, 5, 'https://api.example.com/');
  hop(network, 5, 0, {
    method: 'POST',
    headers: ['Cookie', 'a=b; c', 'Cookie', 'd=e', 'Authorization', 'x', 'Empty', ''],
    body: new TextEncoder().encode('bytes that are text'),
    answer: ['Set-Cookie', 'a=b; Path=/; HttpOnly', 'set-cookie', 'c', 'Content-Type', 'text/plain'],
  });
  const reading = {
    charset: 'gbk',
    source: 'detected',
    byteOrderMarkRemoved: true,
    replaced: false,
  } as const;
  const told = answered({ port: 8443, socketReused: true });
  succeed(network, 5, { body: '你好\ud800\0', reading, result: told });

  call(network, 6, 'https://api.example.com/');
  hop(network, 6, 0, { body: Uint8Array.of(0, 255, 10) });
  succeed(network, 6, { body: Uint8Array.of(1, 2, 255).buffer });

  const url = 'wss://api.example.com/live';
  network.emit('call', { id: 7, api: 'connectSocket', url, method: 'GET', time: begin });
  const result = { errMsg: 'connectSocket:ok' };
  const settled = { id: 7, api: 'connectSocket', outcome: 'success', result, bodyBytes: 0 } as const;
  network.emit('settle', { ...settled, time: begin + 1 });
  network.emit('socket', { id: 7, kind: 'handshake', url, headers: ['A', 'b'], time: begin + 2 });
  network.emit('answer', { id: 7, hop: 0, status: 101, headers: [], protocol: 'http1.1', time: begin + 3 });
  network.emit('socket', { id: 7, kind: 'open', headers: [], time: begin + 4 });
  for (const data of ['out', Uint8Array.of(9, 200).buffer, 'x', 'not kept']) {
    const direction = data === 'out' ? 'out' : 'in';
    network.emit('socket', { id: 7, kind: 'message', direction, data, bytes: 3, time: begin + 5.0625 });
  }
  network.emit('hop', { id: 7, hop: 0, timing: timing(begin), time: begin + 100 });
  const error = new NetworkError('CONNECTION_RESET', { detail: 'api.example.com:443: reset.' });
  network.emit('socket', { id: 7, kind: 'close', code: 1006, reason: '', error, time: begin + 100 });
};

describe('a HAR that is read back', () => {
  it('gives the same entries, whatever became of the calls', () => {
    const entries = record(everyKind).map((entry) => ({ ...entry, source: `app.js:1:${entry.id}` }));
    const reading = read(textOf(entries, { dropped: 4 }));
    expect(reading).toMatchObject({ warnings: [], dropped: 4 });
    expect(reading.entries).toEqual(entries);
    expect(read(toHar(entries, { creator, secrets: true })).entries).toEqual(entries);
  });

  it('says where something was cut', () => {
    const entries = record(everyKind, 5);
    expect(entries[4]?.body).toMatchObject({ cut: false });
    expect(entries[4]?.hops[0]?.request?.body).toMatchObject({ cut: true, length: 19 });
    expect(read(textOf(entries)).entries).toEqual(entries);
  });

  it('is written again as the same file, with and without its secrets', () => {
    for (const secrets of [true, false]) {
      const text = textOf(record(everyKind), { secrets });
      const har = toHar(read(text).entries, { creator, secrets });
      expect(harFaults(JSON.parse(JSON.stringify(har)))).toEqual([]);
      expect(JSON.parse(JSON.stringify(har))).toEqual(JSON.parse(text));
    }
  });

  it('is the same file and the same entries whatever programs and servers write', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true }),
      fc.constantFrom('https://a.example.com/?token=a?key=b#sig==&key'),
    );
    const body = fc.oneof(
      text,
      fc.uint8Array().map((bytes) => Uint8Array.from(bytes)),
    );
    const script = fc.record({
      url: text,
      name: fc.oneof(
        text,
        fc.constantFrom('Cookie', 'set-cookie', 'Authorization', 'content-type', 'X-Api-Key', 'Location'),
      ),
      value: fc.oneof(text, fc.constantFrom('[redacted]', 'a=[redacted]; b', ';;=;', 'x; path; secure')),
      sent: body,
      received: body,
      status: fc.integer({ min: 200, max: 399 }),
      time: fc.double({ min: 0, max: 1e6, noNaN: true }),
      limit: fc.integer({ min: 0, max: 40 }),
      profile: fc.record({
        peerIP: text,
        port: fc.nat(),
        // JSON has no negative zero.
        rtt: fc.double({ noNaN: true, noDefaultInfinity: true }).map((span) => span + 0),
      }),
    });
    fc.assert(
      fc.property(fc.array(script, { maxLength: 4 }), fc.boolean(), (scripts, secrets) => {
        const entries = record((network) => {
          for (const [
            index,
            { url, name, value, sent, received, status, time, profile },
          ] of scripts.entries()) {
            const id = index + 1;
            call(network, id, url, index % 2 === 0 ? undefined : denied);
            hop(network, id, 0, {
              url,
              headers: [name, value, 'Cookie', value, 'cookie', value],
              body: sent,
              answer: ['set-cookie', value, name, value, 'Set-Cookie', value],
              status,
              at: begin + time,
            });
            const got = typeof received === 'string' ? received : Uint8Array.from(received).buffer;
            succeed(network, id, { body: got, result: answered(profile), time: begin + time + 50 });
          }
        }, scripts[0]?.limit);
        const written = textOf(entries, { secrets });
        const back = read(written).entries;
        if (secrets) expect(back).toEqual(entries);
        expect(JSON.parse(textOf(back, { secrets }))).toEqual(JSON.parse(written));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps calls apart whose numbers are the same, and passes over those whose end is missing', () => {
    const har = toHar(record(everyKind), { creator, secrets: true });
    const twice = {
      log: { ...har.log, entries: [...har.log.entries.slice(0, 1), ...har.log.entries, ...har.log.entries] },
    };
    const { entries, warnings } = read(twice);
    expect(entries).toHaveLength(14);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(14);
    expect(warnings).toEqual(['1 of the calls were passed over: their last entries are missing.']);
  });
});

describe('a HAR of a browser', () => {
  const entry = {
    startedDateTime: '2026-01-01T00:00:00.500Z',
    time: 120,
    _resourceType: 'fetch',
    serverIPAddress: '[2001:db8::1]',
    request: {
      method: 'POST',
      url: 'https://api.example.com/a?b=1',
      httpVersion: 'h2',
      headers: [{ name: 'accept', value: '*/*' }],
      cookies: [],
      queryString: [],
      postData: { mimeType: 'text/plain', text: 'sent' },
      headersSize: 100,
      bodySize: 4,
    },
    response: {
      status: 200,
      httpVersion: 'h2',
      headers: [{ name: 'content-type', value: 'application/json' }],
      cookies: [],
      content: {
        size: 7,
        mimeType: 'application/json; charset=utf-8',
        text: 'eyJhIjoxfQ==',
        encoding: 'base64',
      },
      _transferSize: 300,
    },
    timings: { blocked: 10, dns: 5, connect: 25, ssl: 15, send: 1, wait: 70, receive: 9 },
  };

  it('gives a call for each of its entries, with what it knows', () => {
    const { entries, warnings } = read({ log: { entries: [entry, entry] } });
    const start = Date.UTC(2026, 0, 1) + 500;
    expect(warnings).toEqual([]);
    expect(entries.map(({ id }) => id)).toEqual([1, 2]);
    expect(entries[0]).toMatchObject({
      api: 'request',
      url: 'https://api.example.com/a?b=1',
      method: 'POST',
      calledAt: start,
      settledAt: start + 120,
      state: 'settled',
      outcome: 'success',
      bodyBytes: 7,
      body: { content: '{"a":1}', cut: false },
      hops: [
        {
          request: { headers: { lines: [['accept', '*/*']] }, body: { content: 'sent' } },
          response: { status: 200, protocol: 'h2' },
          timing: {
            lookupStart: start + 10,
            lookupEnd: start + 15,
            connectStart: start + 15,
            connectEnd: start + 25,
            tlsStart: start + 25,
            tlsEnd: start + 40,
            requestStart: start + 40,
            requestEnd: start + 41,
            responseStart: start + 111,
            responseEnd: start + 120,
            reused: false,
            peerAddress: '2001:db8::1',
            receivedBytes: 300,
          },
        },
      ],
    });
    expect(harFaults(JSON.parse(textOf(entries)))).toEqual([]);
  });

  it('gives a failure for a request without an answer, and bytes where they are no text', () => {
    const broken = { ...entry, response: { status: 0, _error: 'net::ERR_FAILED' } };
    const image = {
      ...entry,
      response: {
        ...entry.response,
        content: { size: 2, mimeType: 'image/png', text: 'AP8=', encoding: 'base64' },
      },
    };
    const { entries } = read({ log: { entries: [broken, image] } });
    expect(entries[0]).toMatchObject({ outcome: 'fail', errMsg: 'request:fail net::ERR_FAILED' });
    expect(entries[1]?.body?.content).toEqual(Uint8Array.of(0, 255));
  });

  it('gives a socket with its messages', () => {
    const socket = {
      ...entry,
      _resourceType: 'websocket',
      request: { ...entry.request, url: 'wss://api.example.com/live' },
      response: { ...entry.response, status: 101 },
      _webSocketMessages: [
        { type: 'send', time: 1767225601, opcode: 1, data: 'grüße' },
        { type: 'receive', time: 1767225602, opcode: 2, data: 'AP8=' },
      ],
    };
    expect(read({ log: { entries: [socket] } }).entries[0]).toMatchObject({
      api: 'connectSocket',
      socket: {
        sent: { messages: 1, bytes: 7 },
        received: { messages: 1, bytes: 2 },
        messages: [
          { time: 1767225601000, direction: 'out', data: { content: 'grüße' } },
          { direction: 'in', data: { content: Uint8Array.of(0, 255) } },
        ],
      },
    });
  });

  it('says how many entries it passes over, and gives the others', () => {
    const { entries, warnings } = read({
      log: { entries: [null, 1, {}, { ...entry, startedDateTime: 'x' }, entry] },
    });
    expect(entries).toHaveLength(1);
    expect(warnings).toEqual([
      '4 of the entries were passed over: they have no request, or no moment at which it was made.',
    ]);
  });
});

describe('what is no HAR', () => {
  it.each([
    ['{', /^The HAR file is not JSON: /],
    ['', /^The HAR file is not JSON: /],
    [undefined, /^This is no HAR file: there is no list log\.entries\./],
    [null, /^This is no HAR file/],
    [[], /^This is no HAR file/],
    ['{"log":{"entries":{"length":3}}}', /^This is no HAR file/],
    ['{"__proto__":{"log":{"entries":[]}}}', /^This is no HAR file/],
  ])('is told in a sentence: %j', (value, message) => {
    expect(fromHar(value)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  it('is also what has more entries than can be read', () => {
    const message = 'The HAR file has 100001 entries; 100000 can be read. Export fewer of them.';
    const entries = Array.from({ length: 100_001 });
    expect(fromHar({ log: { entries } })).toEqual({ ok: false, message });
  });

  it('never makes it throw, nor toHar, nor reach a prototype', () => {
    const har = toHar(record(everyKind), { creator, secrets: true });
    const places = (value: unknown, path: (string | number)[] = []): (string | number)[][] =>
      typeof value === 'object' && value !== null
        ? [path, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))]
        : [path];
    const all = places(JSON.parse(JSON.stringify(har)));
    const odd = fc.oneof(
      fc.constantFrom<unknown>(null, -1, 1e308, '', 'x', [], {}, true, '__proto__'),
      fc.jsonValue({ maxDepth: 2 }),
      fc.constant(JSON.parse('{"__proto__":{"time":1},"constructor":{"prototype":1}}')),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...all), odd), { maxLength: 5 }), (changes) => {
        let damaged: unknown = JSON.parse(JSON.stringify(har));
        for (const [path, value] of changes) damaged = withChange(damaged, path, value);
        const reading = fromHar(JSON.stringify(damaged));
        if (reading.ok) JSON.stringify(toHar(reading.entries, { creator }));
      }),
      { numRuns: 500 },
    );
    expect(Object.prototype).not.toHaveProperty('time');
  });

  it('takes ten thousand entries', () => {
    const entries = record((network) => {
      for (let id = 1; id <= 1000; id += 1) {
        call(network, id, 'https://api.example.com/');
        hop(network, id, 0);
        succeed(network, id);
      }
    });
    const { log } = toHar(entries, { creator });
    const many = Array.from({ length: 10 }, () => log.entries).flat();
    expect(read(JSON.stringify({ log: { entries: many } })).entries).toHaveLength(10_000);
  });
});

/** A copy in which another value stands at the path. */
function withChange(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (key === undefined) return to;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const changed = withChange(Reflect.get(value, key), rest, to);
  Object.defineProperty(copy, key, { value: changed, enumerable: true, writable: true, configurable: true });
  return copy;
}
