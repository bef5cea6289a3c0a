import fc from 'fast-check';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { startTestPlatform, type TestPlatform, type Visitor } from './support/test-platform.ts';

/** A route as the description of the API names it. */
interface Route {
  readonly method: string;
  readonly path: string;
}

/** Doors that speak another protocol, with errors of its own form. */
const otherErrors = /^\/(?:cgi-bin|wxa|oauth2)\//;

async function routesOf({ nobody }: TestPlatform): Promise<readonly Route[]> {
  const { body } = await nobody.call('GET', '/openapi.json');
  const { paths } = body as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

/** Texts that break databases, parsers and loggers. */
const nastyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ...['', ' ', '\0', 'a\0b', '\ud800', '__proto__', 'constructor', "'; drop table mini_program; --", '%00'],
    ...[
      '../../etc/passwd',
      '${jndi:x}',
      '\u202e',
      'https://a.example.test',
      'x'.repeat(10_000),
      '[]',
      '{}',
      '-1',
    ],
  ),
);

const nastyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -1, 2 ** 53, 1e308, 0.5),
    nastyText,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(nastyText, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Bodies with the names that routes look for, and nasty values behind them. */
const likelyNames = [
  ...['name', 'email', 'password', 'version', 'serverDomains', 'entries', 'lists', 'partial', 'role', 'api'],
  ...[
    'domain',
    'firstParty',
    'bannedHosts',
    'acceleration',
    'limits',
    'allowedAddresses',
    'action',
    'secret',
  ],
  ...[
    'app_id',
    'app_secret',
    'appid',
    'grant_type',
    'force_refresh',
    'requestdomain',
    'revision',
    'thumbprint',
  ],
];
const body = fc.oneof(
  nastyValue,
  fc.dictionary(fc.constantFrom(...likelyNames), nastyValue, { maxKeys: 6 }),
  fc.constantFrom('{', '[1,', 'null', '"', '{"__proto__":{"operator":true}}', '['.repeat(5000)),
);

const id = fc.oneof(fc.constant(undefined), nastyText.map(encodeSafely));

function encodeSafely(value: string): string {
  return encodeURIComponent(value.replaceAll(/\p{Cs}/gu, '~')).slice(0, 300) || 'x';
}

describe.each(databaseKinds)('bad input, on %s', (kind) => {
  it('is answered by every route with a 4xx that says what is wrong, never with a fault', {
    timeout: 240_000,
  }, async () => {
    const platform = await startTestPlatform(kind, { environment: { MINIGATE_LOG: 'error' } });
    const { teamId, owner } = await platform.team();
    const operator = await platform.signIn({ operator: true });
    const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
    const { appId } = made.body as { appId: string };
    const known: Readonly<Record<string, string>> = { teamId, appId };
    const visitors: readonly Visitor[] = [owner, operator, platform.nobody];
    const routes = (await routesOf(platform)).filter(({ path }) => !path.endsWith('/events'));
    expect(routes.length).toBeGreaterThan(5);

    for (const { method, path } of routes) {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...visitors),
          body,
          fc.array(id, { minLength: 3, maxLength: 3 }),
          nastyText,
          async (visitor, given, ids, query) => {
            let next = 0;
            const filled = path.replaceAll(
              /\{(\w+)\}/g,
              (_, name: string) => ids[next++] ?? known[name] ?? 'x',
            );
            const withQuery = `${filled}?cursor=${encodeSafely(query)}&limit=${encodeSafely(query)}`;
            const sent = method === 'GET' || method === 'HEAD' ? undefined : (given ?? 'null');
            const { status, body: answer } = await visitor.call(method, withQuery, sent);
            expect([method, path, status, status < 500]).toEqual([method, path, status, true]);
            if (status < 400 || otherErrors.test(path)) return;
            expect(answer).toEqual({
              error: {
                code: expect.stringMatching(/^[A-Z_]+$/) as string,
                message: expect.any(String) as string,
                details: expect.any(Object) as object,
                requestId: expect.any(String) as string,
              },
            });
          },
        ),
        { numRuns: 12 },
      );
    }
    expect(platform.logged()).toBe('');
  });
});

describe('a request that is none', () => {
  it.each([
    [
      'of a type that no route takes',
      '<xml/>',
      { 'content-type': 'application/xml' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['that is too large', JSON.stringify({ name: 'x'.repeat(400_000) }), {}, 413, 'BODY_TOO_LARGE'],
    ['that is not JSON', '{"name":', {}, 400, 'INVALID_REQUEST'],
    ['that pollutes prototypes', '{"name":"a","__proto__":{"x":1}}', {}, 400, 'INVALID_REQUEST'],
    ['with a field too many', '{"name":"a","operator":true}', {}, 400, 'INVALID_REQUEST'],
  ])('%s is told so', async (_, sent, headers, status, code) => {
    const platform = await startTestPlatform('sqlite');
    const { teamId, owner } = await platform.team();
    const path = `/console/v1/teams/${teamId}/mini-programs`;
    const answer = await owner.call('POST', path, sent, headers);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });
});

describe('what is no HTTP', () => {
  it.each([
    ['is told so', 'hello\r\n\r\n', '400 Bad Request'],
    [
      'and what has too long headers',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      '431 Request Header',
    ],
  ])('%s, in the form of every error', async (_, sent, status) => {
    const platform = await startTestPlatform('sqlite');
    const { port, hostname } = new URL(platform.address);
    const socket = connect(Number(port), hostname);
    socket.write(sent);
    const answer = await text(socket);
    expect(answer).toContain(`HTTP/1.1 ${status}`);
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
      error: { code: 'INVALID_REQUEST' },
    });
  });
});
