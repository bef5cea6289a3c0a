import type { Entry } from '@minigate/runtime';
import { describe, expect, it } from 'vitest';
import { TextReport } from '../src/run/text-report.ts';
import { TestIo } from './test-io.ts';

const target = {
  scheme: 'https',
  hostname: 'api.example.com',
  port: 443,
  explicitPort: undefined,
  authority: 'api.example.com',
  path: '/',
} as const;
const allowed = { verdict: 'allow', enforced: true, reason: 'LISTED', message: 'covered', target } as const;
const notListed = {
  verdict: 'deny',
  enforced: true,
  reason: 'HOST_NOT_LISTED',
  message: 'The host is not among the server domains of this call: "https://other.example.com".',
  suggestion: 'Configure https://other.example.com as a server domain of request.',
  nearest: { text: 'https://api.example.com', scheme: 'https', hostname: 'api.example.com', port: undefined },
  target: { ...target, hostname: 'other.example.com', authority: 'other.example.com' },
} as const;
const request = { time: 1000, method: 'GET', headers: { lines: [], cut: false } };
const response = { time: 1020, status: 200, protocol: 'h2', headers: { lines: [], cut: false } } as const;

const policyOf = (...serverDomains: string[]) => ({ appId: 'x', version: 1, serverDomains });

function success(more: Partial<Entry> = {}): Entry {
  const url = more.url ?? 'https://api.example.com/v1';
  return {
    id: 1,
    api: 'request',
    url,
    method: 'GET',
    calledAt: 1000,
    settledAt: 1048,
    state: 'settled',
    waited: 0,
    outcome: 'success',
    errMsg: 'request:ok',
    bodyBytes: 1234,
    hops: [{ hop: 0, url, decision: allowed, request, response }],
    ...more,
  };
}

function refused(more: Partial<Entry> = {}): Entry {
  const url = 'https://other.example.com/';
  const error = { code: 'NOT_IN_DOMAIN_LIST', errno: 600002, fix: 'Add it.' } as const;
  return success({
    url,
    outcome: 'fail',
    error,
    bodyBytes: 0,
    hops: [{ hop: 0, url, decision: notListed }],
    ...more,
  });
}

function shown(tell: (report: TextReport) => void, io = new TestIo()): string[] {
  tell(new TextReport(io));
  return io.out.split('\n').slice(0, -1);
}

const accepted = {
  api: 'connectSocket',
  url: 'wss://api.example.com/live',
  errMsg: 'connectSocket:ok',
  settledAt: 3100,
  bodyBytes: 340,
} as const;
const handshake = { ...response, status: 101, protocol: 'http1.1' } as const;

describe('the line of a socket', () => {
  const traffic = { sent: { messages: 2, bytes: 40 }, received: { messages: 9, bytes: 340 }, messages: [] };

  it('says how long it lived, what went over it and how it was closed', () => {
    const hops = [{ hop: 0, url: accepted.url, decision: allowed, request, response: handshake }];
    const socket = { ...traffic, openedAt: 1020 };
    expect(
      shown((report) => {
        report.call(success({ ...accepted, hops, socket: { ...socket, close: { code: 1000, reason: '' } } }));
        report.call(
          success({
            ...accepted,
            hops,
            socket: { ...socket, close: { code: 4001, reason: 'enough\u001b[2J' } },
          }),
        );
      }),
    ).toEqual([
      '  ✓ 101     socket    2.10 s    340 B  wss://api.example.com/live  2 out, 9 in, closed 1000',
      '  ✓ 101     socket    2.10 s    340 B  wss://api.example.com/live  2 out, 9 in, closed 4001 enough\\x1b[2J',
    ]);
  });

  it('says why it was not opened, and what to do', () => {
    const none = { messages: 0, bytes: 0 };
    const error = {
      code: 'HANDSHAKE_REFUSED',
      errno: 600009,
      detail: 'The server answered 403.',
      fix: 'Ask it.',
    } as const;
    const socket = { sent: none, received: none, messages: [], close: { code: 1006, reason: '' } };
    const hops = [
      { hop: 0, url: accepted.url, decision: allowed, request, response: { ...handshake, status: 403 } },
    ];
    expect(
      shown((report) => {
        report.call(success({ ...accepted, hops, socket, outcome: 'fail', error, bodyBytes: 0 }));
        report.call(
          refused({ ...accepted, bodyBytes: 0, hops: [{ hop: 0, url: accepted.url, decision: notListed }] }),
        );
      }).slice(0, 4),
    ).toEqual([
      '  ✗ failed  socket    2.10 s           wss://api.example.com/live',
      '    why     The server answered 403.',
      '    fix     Ask it.',
      '  ✗ refused socket                     wss://api.example.com/live',
    ]);
  });

  it('names uploads', () => {
    expect(shown((report) => report.call(success({ api: 'uploadFile', method: 'POST' })))).toEqual([
      '  ✓ 200     upload     48 ms   1.2 kB  https://api.example.com/v1',
    ]);
  });
});

describe('the line of a call', () => {
  it('has status, method, time, size and URL in columns that stay where they are', () => {
    expect(
      shown((report) => {
        report.call(success());
        report.call(success({ method: 'OPTIONS', bodyBytes: 0, settledAt: 3345 }));
        report.call(success({ api: 'downloadFile', bodyBytes: 34_000_000 }));
        report.call(refused());
      }).slice(0, 4),
    ).toEqual([
      '  ✓ 200     GET        48 ms   1.2 kB  https://api.example.com/v1',
      '  ✓ 200     OPTIONS   2.35 s      0 B  https://api.example.com/v1',
      '  ✓ 200     download   48 ms    34 MB  https://api.example.com/v1',
      '  ✗ refused GET                        https://other.example.com/',
    ]);
  });

  it('is followed by the rule, the nearest entry and the fix of a refusal', () => {
    expect(shown((report) => report.call(refused())).slice(1)).toEqual([
      '    rule 1  The host is not among the server domains of this call: "https://other.example.com".',
      '    nearest https://api.example.com',
      '    fix     Configure https://other.example.com as a server domain of request.',
      '    flag    --domain https://other.example.com',
    ]);
  });

  it('does not repeat the explanation of the call before', () => {
    const lines = shown((report) => {
      report.call(refused());
      report.call(refused({ id: 2 }));
    });
    expect(lines.slice(5)).toEqual([
      '  ✗ refused GET                        https://other.example.com/',
      '    why     The same as above.',
    ]);
  });

  it('names every redirect', () => {
    const url = 'https://api.example.com/v1';
    const hops = [
      { hop: 0, url, decision: allowed, request, response: { ...response, status: 302 } },
      { hop: 1, url: 'https://api.example.com/v2', decision: allowed, request, response },
    ];
    expect(shown((report) => report.call(success({ hops })))[1]).toBe(
      '    to      https://api.example.com/v2',
    );
  });

  it('tells what would fail outside debugging mode, and goes on (Rule 8)', () => {
    const url = 'https://other.example.com/';
    const hops = [{ hop: 0, url, decision: { ...notListed, enforced: false }, request, response }];
    const lines = shown((report) => report.call(success({ url, hops })));
    expect(lines[0]).toMatch(/^ {2}! 200 /);
    expect(lines[1]).toMatch(/^ {4}rule 1 {2}Fails outside debugging mode\. The host/);
  });

  it('tells the address that was refused, and the flag that permits it in development (Rule 7)', () => {
    const address = {
      address: '10.0.0.1',
      port: 443,
      addressClass: 'private',
      verdict: 'deny',
      enforced: true,
    } as const;
    const error = { code: 'ADDRESS_REFUSED', errno: 600011, fix: 'x' } as const;
    const url = 'https://api.example.com/';
    const entry = success({
      outcome: 'fail',
      error,
      hops: [{ hop: 0, url, decision: allowed, request, address }],
    });
    expect(shown((report) => report.call(entry)).slice(1)).toEqual([
      '    rule 7  api.example.com leads to 10.0.0.1, which is not globally routable (private).',
      '    fix     Point the name at a public address; for development: --allow-address 10.0.0.1',
    ]);
  });

  it('tells a failure of the network and its fix, and of an abort nothing', () => {
    const error = {
      code: 'TIMED_OUT',
      errno: 5,
      detail: 'No complete answer within 50 ms.',
      fix: 'Raise it.',
    } as const;
    const aborted = { code: 'ABORTED', errno: 1, fix: 'Nothing.' } as const;
    expect(
      shown((report) => {
        report.call(success({ outcome: 'fail', error }));
        report.call(success({ outcome: 'fail', error: aborted }));
      }),
    ).toEqual([
      '  ✗ failed  GET        48 ms           https://api.example.com/v1',
      '    why     No complete answer within 50 ms.',
      '    fix     Raise it.',
      '  – aborted GET        48 ms           https://api.example.com/v1',
    ]);
  });

  it('tells the waiting, the charset and the byte order mark where there is something to tell', () => {
    const reading = {
      charset: 'gbk',
      source: 'detected',
      byteOrderMarkRemoved: true,
      replaced: true,
    } as const;
    const [line] = shown((report) => report.call(success({ waited: 30, reading })));
    expect(line).toMatch(/v1 {2}waited 30 ms, read as gbk, byte order mark removed, not all of it is text$/);
  });

  it('stays readable in 100 columns: sentences are wrapped, long URLs and methods cut', () => {
    const message = 'A rather long sentence about a host. '.repeat(10);
    const url = `https://other.example.com/${'x'.repeat(5000)}`;
    const decision = { ...notListed, message };
    const lines = shown((report) =>
      report.call(refused({ url, method: 'Y'.repeat(500), hops: [{ hop: 0, url, decision }] })),
    );
    expect(lines[0]?.length).toBeLessThan(600);
    expect(lines[0]).toMatch(/… \(5,026 characters\)$/);
    expect(lines.slice(1).every((line) => line.length <= 100)).toBe(true);
  });
});

describe('what a stranger wrote', () => {
  const hostile = '\u001b[2J\u001b]52;c;ZXZpbA==\u0007\r\u202e##vso[x]\u2028::set-output name=a::b';

  it('cannot drive the terminal or a CI log, wherever it comes out', () => {
    const io = new TestIo();
    const bad = success({
      url: `https://api.example.com/${hostile}`,
      method: hostile,
      reading: { charset: hostile, source: 'declared', byteOrderMarkRemoved: false, replaced: false },
      outcome: 'fail',
      errMsg: hostile,
      error: {
        code: 'INTERNAL',
        errno: 1,
        detail: `${hostile} ${`::warning::${hostile} `.repeat(30)}`,
        fix: hostile,
      },
    });
    const report = new TextReport(io);
    report.begin({ program: hostile, policy: policyOf(), policyOrigin: hostile, debugging: true });
    report.call(bad);
    report.console({ level: 'log', args: [`one\n${hostile}\n::error::x\r\n${hostile}`] });
    report.programError({
      message: `${hostile}\n::error::x`,
      where: hostile,
      stack: `${hostile}\n::error::x`,
    });
    report.unsupported(hostile);
    report.warning(hostile);

    expect(io.rawOut).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
    expect(io.rawOut).not.toContain('##vso[');
    expect(io.rawOut.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([]);
  });

  it('is a console line behind a bar, with its level; the next lines stand below it', () => {
    expect(
      shown((report) => {
        report.console({ level: 'warn', args: ['first\nsecond'] });
        report.console({ level: 'log', args: [''] });
      }),
    ).toEqual(['  │ warn    first', '  │         second', '  │ log']);
  });

  it('is no flood: a long console text is cut', () => {
    const [line] = shown((report) => report.console({ level: 'log', args: ['x'.repeat(1_000_000)] }));
    expect(line?.length).toBeLessThan(21_000);
    expect(line).toMatch(/… \(1,000,000 characters\)$/);
    const long = 'x'.repeat(1_000_000);
    const lines = shown((report) => report.programError({ message: long, where: long, stack: long }));
    expect(lines.join('').length).toBeLessThan(42_000);
  });
});

describe('a run', () => {
  it('begins with the program and its server domains, and with the flag if there are none', () => {
    const run = {
      program: 'hello',
      policy: policyOf('https://a.example'),
      policyOrigin: undefined,
      debugging: false,
    };
    expect(shown((report) => report.begin(run))).toEqual(['', '  hello  1 server domain', '']);
    expect(shown((report) => report.begin({ ...run, policy: policyOf() }))).toEqual([
      '',
      '  hello  no server domains',
      '  Every call will be refused. Allow a server: --domain https://api.example.com',
      '',
    ]);
    expect(shown((report) => report.begin({ ...run, policyOrigin: 'p.json', debugging: true }))).toEqual([
      '',
      '  hello  1 server domain from p.json',
      '  Debugging mode: rules are reported, not enforced.',
      '',
    ]);
  });

  it('ends with its counts', () => {
    const summary = {
      calls: 7,
      succeeded: 3,
      refused: 1,
      failed: 2,
      aborted: 1,
      wouldFail: 1,
      errors: 2,
      bytes: 12_345,
      time: 9123,
      acceleration: undefined,
    };
    expect(shown((report) => report.end({ ...summary, ended: 'time', har: 'a.har' }))).toEqual([
      '',
      '  7 calls · 3 succeeded · 1 refused · 2 failed · 1 aborted · 2 program errors · 12 kB · 9.12 s',
      '  1 call fails outside debugging mode.',
      '  Ended by --for.',
      '  HAR a.har',
      '',
    ]);
  });

  it('has no colours where the output is no terminal', () => {
    const io = new TestIo();
    new TextReport(io).call(refused());
    expect(io.rawOut).not.toContain('\u001b');
    io.env['FORCE_COLOR'] = '1';
    new TextReport(io).call(refused());
    expect(io.rawOut).toContain('\u001b[31m');
  });
});
