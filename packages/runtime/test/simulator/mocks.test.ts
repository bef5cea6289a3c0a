import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestOptions } from '@minigate/network';
import { createTestNetwork } from '@minigate/network/testing';
import {
  createConditions,
  createMocks,
  createRecorder,
  fromHar,
  linkPresets,
  type MockRule,
  mocksText,
  parseMocks,
  readMocks,
  toHar,
  writeMocks,
} from '@minigate/runtime';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { downloadLogged, requestLogged, uploadLogged } from '../../../../test/support/calls.ts';
import { temporaryFolder } from '../../../../test/support/temp-folder.ts';
import { parseUrlPattern } from '../../src/simulator/mock-pattern.ts';

const origin = 'https://api.example.test';
const url = `${origin}/users/7?a=b`;

const policy = {
  appId: 'demo',
  version: 1,
  serverDomains: {
    request: [origin],
    downloadFile: [origin],
    uploadFile: [origin],
    connectSocket: ['wss://live.example.test'],
  },
};

function mocked(rules: readonly MockRule[], directory?: string) {
  const mocks = createMocks(directory === undefined ? {} : { directory });
  mocks.set(rules);
  const parts = createTestNetwork({ policy, time: 'standing', interpose: mocks.interpose });
  onTestFinished(() => parts.network.close());
  parts.server.answer(`${origin}/*`, { body: 'of the server' });
  const recorder = createRecorder(parts.network);
  /** Lets time pass until the call has ended. */
  const ended = async <T>(done: Promise<T>): Promise<T> => {
    let over = false;
    const result = done.finally(() => (over = true));
    while (!over) await parts.clock.advance(10);
    return result;
  };
  const call = (options: Partial<RequestOptions> = {}) =>
    ended(requestLogged(parts.network, { url, ...options }).done);
  return { ...parts, mocks, recorder, ended, call };
}

describe('a mock answer', () => {
  it.each<[string, MockRule, object]>([
    ['text', { url: `${origin}/*`, body: 'hello' }, { statusCode: 200, data: 'hello' }],
    ['JSON', { url: `${origin}/*`, json: { a: [1] } }, { statusCode: 200, data: { a: [1] } }],
    [
      'bytes',
      { url: `${origin}/*`, base64: 'aGk=' },
      { data: 'hi', header: { 'content-type': 'application/octet-stream' } },
    ],
    [
      'a status and headers',
      { url: `${origin}/*`, status: 503, headers: { 'X-A': ['1', '2'] } },
      { statusCode: 503, header: { 'X-A': '1, 2', 'content-length': '0' } },
    ],
    ['no body', { url: `${origin}/*`, status: 204, body: 'never' }, { statusCode: 204, data: '' }],
  ])('is what the rule says: %s', async (_, rule, expected) => {
    const { server, call } = mocked([rule]);
    expect(await call()).toMatchObject({ errMsg: 'request:ok', ...expected });
    expect(server.requests).toEqual([]);
  });

  it('comes after its delay', async () => {
    const { clock, call, recorder } = mocked([{ url: `${origin}/*`, body: 'x', delay: 700 }]);
    const start = clock.now();
    await call();
    expect(clock.now() - start).toBe(700);
    const timing = recorder.entries[0]?.hops[0]?.timing;
    expect((timing?.responseStart ?? 0) - (timing?.requestEnd ?? 0)).toBe(700);
  });

  it('is that of the first rule that is enabled and fits', async () => {
    const { call, mocks } = mocked([
      { url: `${origin}/*`, body: 'off', enabled: false },
      { url: `${origin}/others/*`, body: 'others' },
      { url: `${origin}/*`, body: 'post', method: 'POST' },
      { url: `${origin}/*`, body: 'download', api: 'downloadFile' },
      { url: `HTTPS://API.example.test/users/*`, body: 'users' },
      { url: '*', body: 'last' },
    ]);
    expect((await call()).data).toBe('users');
    expect((await call({ method: 'POST' })).data).toBe('post');
    expect((await call({ url: `${origin}/` })).data).toBe('last');
    mocks.set([]);
    expect((await call()).data).toBe('of the server');
  });

  it('has a file of the program’s folder', async () => {
    const directory = temporaryFolder();
    mkdirSync(join(directory, 'mocks'));
    writeFileSync(join(directory, 'mocks/a.bin'), 'from a file');
    symlinkSync('/etc/passwd', join(directory, 'mocks/link'));
    const { call, mocks, recorder } = mocked([{ url: '*', file: 'mocks/a.bin' }], directory);
    expect((await call()).data).toBe('from a file');
    for (const file of ['mocks/none', 'mocks/link']) {
      mocks.set([{ url: '*', file }]);
      expect((await call()).errMsg).toMatch(/^request:fail /);
      expect(recorder.entries.at(-1)?.error?.detail).toMatch(/cannot be given: .*mocks\/(?:none|link)/);
    }
  });

  it.each([
    ['refused', 'CONNECTION_REFUSED'],
    ['reset', 'CONNECTION_RESET'],
    ['bad-certificate', 'CERTIFICATE_AUTHORITY_INVALID'],
    ['dns', 'NAME_NOT_RESOLVED'],
    ['timeout', 'TIMED_OUT'],
    ['reset-midway', 'CONNECTION_RESET'],
  ] as const)('breaks the connection: %s', async (fault, code) => {
    const { call, recorder, server } = mocked([{ url: '*', fault, body: 'x'.repeat(100), name: 'broken' }]);
    expect((await call({ timeout: 500 })).errMsg).toMatch(/^request:fail /);
    const [entry] = recorder.entries;
    expect(entry?.error?.code).toBe(code);
    expect(entry?.hops[0]).toMatchObject({ mock: 'broken', address: { addressClass: 'mock' } });
    expect(entry?.hops[0]?.timing?.receivedBytes).toBe(fault === 'reset-midway' ? 50 : 0);
    expect(server.requests).toEqual([]);
  });

  it('says in the call, and in its HAR, which rule it was', async () => {
    const { call, recorder } = mocked([{ id: '1', name: 'users', url: `${origin}/users/*` }]);
    await call();
    await call({ url: `${origin}/` });
    expect(recorder.entries.map(({ hops }) => hops[0]?.mock)).toEqual(['users', undefined]);
    const har = toHar(recorder.entries, { creator: { name: 'minigate', version: '1.2.3' }, secrets: true });
    expect(har.log.entries[0]).toMatchObject({ _minigate: { mock: 'users' } });
    expect(fromHar(JSON.stringify(har))).toMatchObject({ ok: true, entries: recorder.entries });
  });

  it('changes no verdict: a call that is refused stays so, and a redirect is judged', async () => {
    const { call, recorder } = mocked([
      { url: 'https://other.example.test/*', body: 'x' },
      { url: `${origin}/away`, status: 302, headers: { Location: 'https://other.example.test/' } },
      { url: `${origin}/near`, status: 302, headers: { Location: '/users/1' } },
      { url: `${origin}/users/*`, body: 'users' },
    ]);
    for (const path of ['https://other.example.test/', `${origin}/away`]) {
      expect((await call({ url: path })).errMsg).toBe('request:fail url not in domain list');
    }
    expect((await call({ url: `${origin}/near` })).data).toBe('users');
    expect(recorder.entries.at(-1)?.hops.map(({ mock }) => mock)).toEqual([
      `${origin}/near`,
      `${origin}/users/*`,
    ]);
  });

  it('is also for downloads and uploads, whose file it takes', async () => {
    const { network, ended, recorder } = mocked([{ url: '*', body: 'x'.repeat(200_000) }]);
    const download = await ended(downloadLogged(network, { url }).done);
    expect(readFileSync(download.tempFilePath ?? '', 'utf8')).toHaveLength(200_000);
    const filePath = join(network.userDirectory, 'a.bin');
    writeFileSync(filePath, Buffer.alloc(300_000));
    const { task, done } = uploadLogged(network, { url, filePath, name: 'a' });
    const seen: number[] = [];
    task.onProgressUpdate(({ progress }) => seen.push(progress));
    expect(await ended(done)).toMatchObject({ statusCode: 200 });
    expect(seen.at(-1)).toBe(100);
    expect(recorder.entries[1]?.hops[0]?.timing?.sentBytes).toBeGreaterThan(300_000);
  });

  it('gives a program that is slow its chunks one by one', async () => {
    const { network, clock } = mocked([{ url: '*', body: 'x'.repeat(300_000) }]);
    let taken = 0;
    let release = () => {};
    const { task, done } = requestLogged(network, { url, enableChunked: true });
    task.onChunkReceived(({ data }) => {
      taken += data.byteLength;
      return new Promise<void>((resolve) => (release = resolve));
    });
    await clock.advance(1000);
    expect(taken).toBeLessThan(300_000);
    for (let i = 0; i < 20; i += 1) {
      release();
      await clock.advance(10);
    }
    expect(taken).toBe(300_000);
    expect((await done).statusCode).toBe(200);
  });

  it('stops when its call is aborted', async () => {
    const { network, clock, ended } = mocked([{ url: '*', delay: 1000 }]);
    const { task, done, events } = requestLogged(network, { url });
    await clock.advance(500);
    task.abort();
    expect((await ended(done)).errMsg).toBe('request:fail abort');
    await clock.advance(2000);
    expect(events).toHaveLength(2);
  });

  it('refuses sockets where it says so, and lets others through', async () => {
    const socketUrl = 'wss://live.example.test/';
    const { network, clock, server, mocks, recorder } = mocked([{ url: '*', body: 'no socket' }]);
    server.acceptSocket(socketUrl, (socket) => socket.close());
    const close = async () => {
      const task = network.api.connectSocket({ url: socketUrl, timeout: 300 });
      const closed = new Promise<{ code: number }>((resolve) => task.onClose(resolve));
      await clock.advance(500);
      return (await closed).code;
    };
    expect(await close()).toBe(1000);
    for (const fault of ['refused', 'timeout'] as const) {
      mocks.set([{ url: 'wss://live.example.test/*', api: 'connectSocket', fault, name: fault }]);
      expect(await close()).toBe(1006);
      expect(recorder.entries.at(-1)?.hops[0]?.mock).toBe(fault);
    }
  });

  it('comes over a slow link where that is put in front', async () => {
    const conditions = createConditions();
    const mocks = createMocks();
    mocks.set([{ url: '*', body: 'x' }]);
    conditions.set({ ...linkPresets.none, latency: 900 });
    const { network, clock } = createTestNetwork({
      policy,
      time: 'standing',
      interpose: (transport, its) => conditions.interpose(mocks.interpose(transport, its), its),
    });
    onTestFinished(() => network.close());
    const { done, events } = requestLogged(network, { url });
    await clock.advance(899);
    expect(events).toEqual([]);
    await clock.advance(1);
    expect((await done).data).toBe('x');
  });
});

describe('a URL pattern', () => {
  it.each([
    ['https://a.test/*', 'https://A.test/x?y', true],
    ['https://a.test/', 'https://a.test/x', false],
    ['https://a.test/*/b', 'https://a.test/x/y/b', true],
    ['https://a.test/*/b', 'https://a.test/b', false],
    ['*', 'wss://a.test/', true],
    ['*/users', 'https://a.test/users', true],
    ['*aXa*', 'https://a.test/aXa', true],
    ['https://a.test/*a*a', 'https://a.test/a', false],
    ['https://a.test/A', 'https://a.test/a', false],
    ['https://a.test/.', 'https://a.test/x', false],
  ])('%s fits %s: %s', (pattern, given, fits) => {
    const parsed = parseUrlPattern(pattern);
    expect('fits' in parsed && parsed.fits(given)).toBe(fits);
  });

  it('fits what a plain search finds, and takes no time over many stars', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 9 }),
        (parts, rest) => {
          const parsed = parseUrlPattern(`https://x.test/${parts.join('*')}`);
          const expression = new RegExp(`^${parts.join('.*')}$`);
          expect('fits' in parsed && parsed.fits(`https://x.test/${rest}`)).toBe(expression.test(rest));
        },
      ),
      { numRuns: 1000 },
    );
    const hostile = parseUrlPattern(`https://x.test/${'a*'.repeat(30_000)}b`);
    expect('fits' in hostile && hostile.fits(`https://x.test/${'a'.repeat(60_000)}`)).toBe(false);
  });
});

describe('the text of mock answers', () => {
  it.each([
    ['{', /^The file is not JSON: .*position/],
    ['[]', /^The file must hold an object/],
    ['{"mocks":{}}', /^The file must have a list of rules/],
    ['{"mocks":[],"mock":1}', /^The file has the unknown field "mock"/],
    ['{"mocks":[5]}', /^mocks\[0\] must be an object/],
    ['{"mocks":[{}]}', /^mocks\[0\] has no url\./],
    [
      '{"mocks":[{"url":"*","stats":1}]}',
      /^mocks\[0\] has the unknown field "stats"\. It may have id, name,/,
    ],
    ['{"mocks":[{"url":"*","__proto__":{}}]}', /^mocks\[0\] has the unknown field "__proto__"/],
    ['{"mocks":[{"url":"*"},{"url":"https://a b/"}]}', /^mocks\[1\]\.url has " " at character 10, /],
    ['{"mocks":[{"url":"users/*"}]}', /^mocks\[0\]\.url must begin at character 1 with /],
    ['{"mocks":[{"url":"*","status":99}]}', /^mocks\[0\]\.status must be a whole number from 200 to 599\./],
    ['{"mocks":[{"url":"*","delay":-1}]}', /^mocks\[0\]\.delay must be /],
    ['{"mocks":[{"url":"*","fault":"fire"}]}', /^mocks\[0\]\.fault must be one of timeout, refused, /],
    ['{"mocks":[{"url":"*","api":"login"}]}', /^mocks\[0\]\.api must be one of request, /],
    ['{"mocks":[{"url":"*","method":"get"}]}', /^mocks\[0\]\.method must be a method such as "GET"\./],
    [
      '{"mocks":[{"url":"*","headers":{"a b":"c"}}]}',
      /^mocks\[0\]\.headers has "a b", which is no header name\./,
    ],
    ['{"mocks":[{"url":"*","headers":{"a":"b\\n"}}]}', /^mocks\[0\]\.headers has a value of "a" /],
    ['{"mocks":[{"url":"*","base64":"??"}]}', /^mocks\[0\]\.base64 must be bytes in base64\./],
    ['{"mocks":[{"url":"*","file":"../x"}]}', /^mocks\[0\]\.file must be a path inside the program/],
    [
      '{"mocks":[{"url":"*","body":"a","json":1}]}',
      /^mocks\[0\] has body and json; one of them is its body\./,
    ],
    [
      '{"mocks":[{"url":"*","api":"connectSocket"}]}',
      /^mocks\[0\] is for connectSocket, which can only be refused/,
    ],
    ['{"mocks":[{"url":"*","enabled":1}]}', /^mocks\[0\]\.enabled must be true or false\./],
  ])('that is wrong is told in a sentence: %s', (text, problem) => {
    const reading = parseMocks(text);
    expect(reading).toEqual({ ok: false, problems: [expect.stringMatching(problem)] });
  });

  it('tells everything that is wrong at once, and never throws', () => {
    expect(parseMocks('{"mocks":[{"url":1,"status":1},7]}')).toMatchObject({ problems: { length: 3 } });
    expect(
      parseMocks(JSON.stringify({ mocks: Array.from({ length: 1001 }, () => ({ url: '*' })) })),
    ).toMatchObject({ ok: false });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"mocks":[${json}]}`),
        ),
        (text) => {
          const reading = parseMocks(text);
          if (!reading.ok) for (const problem of reading.problems) expect(problem).toMatch(/\.$/);
        },
      ),
    );
  });

  it('is read as it was written', () => {
    const mocks = [
      { url: '*', status: 404, headers: { a: ['b'] }, json: { deep: [null] }, fault: 'reset' },
    ] as const;
    expect(parseMocks(mocksText(mocks))).toEqual({ ok: true, mocks });
  });
});

describe('the file of mock answers', () => {
  const mocks = [{ url: 'https://api.example.test/*', body: 'x' }];

  it('is in the program’s folder, and comes back as it was saved', async () => {
    const directory = temporaryFolder();
    expect(await readMocks(directory)).toEqual({ ok: true, mocks: [] });
    await writeMocks(directory, mocks);
    expect(await readMocks(directory)).toEqual({ ok: true, mocks });
    await writeMocks(directory, []);
    expect(await readMocks(directory)).toEqual({ ok: true, mocks: [] });
    expect(readdirSync(directory)).toEqual(['minigate.mocks.json']);
  });

  it('is neither read nor written where it leads out of the folder', async () => {
    const directory = temporaryFolder();
    const outside = join(temporaryFolder(), 'precious');
    writeFileSync(outside, 'precious');
    symlinkSync(outside, join(directory, 'minigate.mocks.json'));
    await expect(readMocks(directory)).rejects.toThrow(
      "minigate.mocks.json leads out of the program's folder.",
    );
    await expect(writeMocks(directory, mocks)).rejects.toThrow("leads out of the program's folder.");
    expect(readFileSync(outside, 'utf8')).toBe('precious');
    expect(readdirSync(directory)).toEqual(['minigate.mocks.json']);
  });

  it('is written where a link inside the folder leads', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'real.json'), '{"mocks":[]}');
    symlinkSync('real.json', join(directory, 'minigate.mocks.json'));
    await writeMocks(directory, mocks);
    expect(readFileSync(join(directory, 'real.json'), 'utf8')).toBe(mocksText(mocks));
  });

  it('that is a folder, or a link to nothing, is told in a sentence and left alone', async () => {
    const directory = temporaryFolder();
    mkdirSync(join(directory, 'minigate.mocks.json'));
    await expect(readMocks(directory)).rejects.toThrow('minigate.mocks.json is not a file.');
    await expect(writeMocks(directory, mocks)).rejects.toThrow('minigate.mocks.json cannot be written (');
    expect(statSync(join(directory, 'minigate.mocks.json')).isDirectory()).toBe(true);
    expect(readdirSync(directory)).toHaveLength(1);
    const other = temporaryFolder();
    symlinkSync(join(temporaryFolder(), 'nothing'), join(other, 'minigate.mocks.json'));
    await writeMocks(other, mocks);
    expect(await readMocks(other)).toEqual({ ok: true, mocks });
  });

  it('with faults gives them, not rules', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'minigate.mocks.json'), '{"mocks":[{"url":"x"}]}');
    expect(await readMocks(directory)).toMatchObject({ ok: false, problems: { length: 1 } });
  });
});
