import { describe, expect, it } from 'vitest';
import { createRecorder } from '../../src/inspector/recorder.ts';
import { denialsOf, isRefused, wouldFailOutsideDebugging } from '../../src/inspector/protocol.ts';
import { begin, call, denied, fail, hop, succeed } from './calls.ts';
import { ScriptedNetwork } from './scripted-network.ts';

describe('a recorder', () => {
  it('makes one entry of a call, with every hop and its ending', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    call(network, 1, 'https://api.example.com/a');
    hop(network, 1, 0, { status: 302, answer: ['Location', '/b'] });
    hop(network, 1, 1, { url: 'https://api.example.com/b', at: begin + 45 });
    succeed(network, 1, { time: begin + 90, reading: utf16 });

    expect(recorder.entries).toHaveLength(1);
    const [entry] = recorder.entries;
    expect(entry).toMatchObject({
      id: 1,
      api: 'request',
      state: 'settled',
      outcome: 'success',
      errMsg: 'request:ok',
      calledAt: begin,
      settledAt: begin + 90,
      bodyBytes: 5,
      body: { content: 'hello', length: 5, cut: false },
      reading: { charset: 'utf-16le', byteOrderMarkRemoved: true },
      hops: [
        { hop: 0, response: { status: 302 }, decision: { verdict: 'allow' } },
        {
          hop: 1,
          url: 'https://api.example.com/b',
          response: { status: 200 },
          address: { address: '203.0.113.7' },
        },
      ],
    });
  });

  it('names the state a call is in and how long it waited for a slot', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    const states: string[] = [];
    recorder.watch((entry) => states.push(entry.state));
    call(network, 1, 'https://api.example.com/');
    network.emit('queue', { id: 1, waiting: 3, time: begin + 1 });
    hop(network, 1, 0, { at: begin + 31 });
    succeed(network, 1);

    expect(states).toEqual(['called', 'called', 'waiting', ...Array<string>(4).fill('running'), 'settled']);
    expect(recorder.entries[0]?.waited).toBe(30);
  });

  it('counts the waiting of a call that ends before it is sent', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    call(network, 1, 'https://api.example.com/');
    network.emit('queue', { id: 1, waiting: 1, time: begin });
    fail(network, 1, 'INTERRUPTED', undefined, 5000);

    expect(recorder.entries[0]).toMatchObject({
      waited: 5000,
      error: { code: 'INTERRUPTED', errno: 600003 },
    });
  });

  it('tells a refusal by a rule from any other failure', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    call(network, 1, 'https://other.example.com/', denied);
    fail(network, 1, 'NOT_IN_DOMAIN_LIST', denied.message);
    call(network, 2, 'https://api.example.com/');
    hop(network, 2, 0);
    fail(network, 2, 'TIMED_OUT');

    const [refused, failed] = recorder.entries;
    expect(refused && isRefused(refused)).toBe(true);
    expect(refused && denialsOf(refused)).toMatchObject([
      { reason: 'HOST_NOT_LISTED', nearest: 'https://api.example.com', enforced: true },
    ]);
    expect(failed && isRefused(failed)).toBe(false);
    expect(failed && denialsOf(failed)).toEqual([]);
  });

  it('marks a call that debugging mode alone let through, for its URL or its address (Rule 8)', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    call(network, 1, 'https://other.example.com/', { ...denied, enforced: false });
    call(network, 2, 'https://api.example.com:8443/');
    const address = { address: '10.0.0.1', port: 443, addressClass: 'private', verdict: 'deny' } as const;
    network.emit('address', { id: 2, hop: 0, time: begin, ...address, enforced: false });

    expect(recorder.entries.map(wouldFailOutsideDebugging)).toEqual([true, true]);
    const [, second] = recorder.entries;
    expect(second && denialsOf(second)).toMatchObject([
      {
        reason: 'ADDRESS',
        message: 'api.example.com leads to 10.0.0.1, which is not globally routable (private).',
      },
    ]);
  });

  it('does not mark a call that debugging mode did not let through', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    call(network, 1, 'https://other.example.com/', { ...denied, enforced: false });
    fail(network, 1, 'ADDRESS_REFUSED');
    call(network, 2, 'https://other.example.com/', { ...denied, enforced: false });
    fail(network, 2, 'CONNECTION_REFUSED');

    expect(recorder.entries.map(wouldFailOutsideDebugging)).toEqual([false, true]);
  });

  it('records nothing more once it is stopped, and keeps what it has', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    call(network, 1, 'https://api.example.com/');
    recorder.stop();
    call(network, 2, 'https://api.example.com/');

    expect(recorder.entries.map(({ id }) => id)).toEqual([1]);
    expect(network.listening).toBe(false);
  });

  it('takes its own copy of bytes, because the program gets the original', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    const answer = Buffer.from('abc');
    call(network, 1, 'https://api.example.com/');
    hop(network, 1, 0, { body: answer });
    answer.fill(0);

    expect(recorder.entries[0]?.hops[0]?.request?.body?.content).toEqual(new Uint8Array([97, 98, 99]));
  });
});

describe('what a recorder keeps', () => {
  it.each([
    'https://user:hunter2@api.example.com/',
    'HTTPS:\\\\user:hunter2@h',
    'https:user:hunter2@h',
    '//hunter2@h/',
  ])('is never the userinfo of %s, in no text about the call', (url) => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    const message = `The URL has a user name or password in front of its host: "${url}".`;
    call(network, 1, url, { ...denied, reason: 'USERINFO', message, suggestion: message });
    fail(network, 1, 'INVALID_URL', message);
    call(network, 2, 'https://api.example.com/');
    hop(network, 2, 0, { status: 302, answer: ['location', url] });
    network.emit('decision', { id: 2, hop: 1, url, decision: { ...denied, message }, time: begin });

    expect(JSON.stringify(recorder.entries)).not.toContain('hunter2');
    expect(recorder.entries[0]?.url).toContain('***@');
  });

  it('is one body up to its limit, marked as cut beyond it', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network, { body: 4 });
    call(network, 1, 'https://api.example.com/');
    hop(network, 1, 0, { body: '1234' });
    succeed(network, 1, { body: 'abcdef' });

    expect(recorder.entries[0]?.hops[0]?.request?.body).toEqual({ content: '1234', length: 4, cut: false });
    expect(recorder.entries[0]?.body).toEqual({ content: 'abcd', length: 6, cut: true });
  });

  it('is all bodies up to their limit together; a call that makes room gives its share back', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network, { bodies: 10, entries: 2 });
    for (const id of [1, 2, 3]) {
      call(network, id, 'https://api.example.com/');
      succeed(network, id, { body: 'abcdef' });
    }

    expect(recorder.dropped).toBe(1);
    expect(recorder.entries.map(({ id, body }) => [id, body?.content])).toEqual([
      [2, 'abcd'],
      [3, 'abcdef'],
    ]);
  });

  it('is so many calls; the oldest settled one makes room, one under way does not', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network, { entries: 2 });
    for (const id of [1, 2, 3]) {
      call(network, id, 'https://api.example.com/');
      if (id > 1) succeed(network, id);
    }
    expect(recorder.entries.map(({ id }) => id)).toEqual([1, 3]);
    succeed(network, 2);
    expect(recorder.entries.map(({ id }) => id)).toEqual([1, 3]);
  });

  it('is so much beside bodies: long URLs and headers are cut, and old calls make room for new ones', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network, { text: 100, headers: 100, heads: 20_000 });
    for (let id = 1; id <= 50; id += 1) {
      call(network, id, `https://api.example.com/${'x'.repeat(10_000)}`);
      hop(network, id, 0, { answer: ['a', 'x'.repeat(60), 'b', 'x'.repeat(60)] });
      succeed(network, id);
    }

    expect(recorder.entries.length).toBeLessThan(10);
    expect(recorder.entries.length + recorder.dropped).toBe(50);
    const last = recorder.entries.at(-1);
    expect(last?.id).toBe(50);
    expect(last?.url).toHaveLength(101);
    expect(last?.hops[0]?.response?.headers).toEqual({ lines: [['a', 'x'.repeat(60)]], cut: true });
  });
});

const utf16 = {
  charset: 'utf-16le',
  source: 'byte-order-mark',
  byteOrderMarkRemoved: true,
  replaced: false,
} as const;
