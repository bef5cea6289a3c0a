import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from './support/databases.ts';
import { startTestPlatform } from './support/test-platform.ts';

describe.each(databaseKinds)('a platform, on %s', (kind) => {
  it('says that it lives and that it can do its work', async () => {
    const { nobody } = await startTestPlatform(kind);
    expect(await nobody.call('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await nobody.call('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('is not ready without its database, and lives all the same', async () => {
    const platform = await startTestPlatform(kind);
    await platform.core.storage.close();
    expect(await platform.nobody.call('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { error: { code: 'UNAVAILABLE' } },
    });
    expect((await platform.nobody.call('GET', '/healthz')).status).toBe(200);
  });
});

interface Operation {
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: Readonly<Record<string, { readonly name?: string }>> };
}

/** Not described: themselves, and what only answers that another method is wanted. */
const undescribed = new Set(['/metrics', '/openapi.json']);

describe('the description of the API', () => {
  it('names the cookie that a browser is given', async () => {
    for (const [publicUrl, cookie] of [
      ['', 'minigate_session'],
      ['https://minigate.example.test', '__Host-minigate_session'],
    ]) {
      const environment = { MINIGATE_PUBLIC_URL: publicUrl ?? '' };
      const { nobody } = await startTestPlatform('sqlite', { environment });
      expect((await nobody.call('GET', '/openapi.json')).body).toMatchObject({
        components: { securitySchemes: { session: { in: 'cookie', name: cookie } } },
      });
    }
  });

  it('has every route, what it answers with, and what opens it', async () => {
    const { nobody, app } = await startTestPlatform('sqlite');
    const { paths, components } = (await nobody.call('GET', '/openapi.json')).body as ApiDescription;
    const wanted = app.routeAccess.filter(({ method, path, access }) => {
      const onlyRefuses =
        path.startsWith('/cgi-bin/') && method !== (path.endsWith('/token') ? 'GET' : 'POST');
      return method !== 'HEAD' && !undescribed.has(path) && !onlyRefuses && access !== 'metrics';
    });
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      wanted.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).toSorted(),
    );
    const operations = Object.entries(paths).flatMap(([path, ofPath]) =>
      Object.entries(ofPath).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
    );
    const silent = operations.filter(({ responses }) =>
      Object.entries(responses).every(
        ([status, { content }]) => !status.startsWith('2') || (status !== '204' && content === undefined),
      ),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
    const schemes = operations.flatMap(({ security }) => security.flatMap((one) => Object.keys(one)));
    expect([...new Set(schemes)].toSorted()).toEqual(Object.keys(components.securitySchemes).toSorted());
  });

  it('tells what is no JSON, and what the doors for foreign clients take', async () => {
    const { nobody } = await startTestPlatform('sqlite');
    const { body } = await nobody.call('GET', '/openapi.json');
    const described = body as ApiDescription;
    const answered = (path: string) =>
      Object.keys(described.paths[path]?.['get']?.responses['200']?.content ?? {});
    expect(answered('/operator/v1/audit/export')).toEqual(['application/x-ndjson', 'text/csv']);
    expect(answered('/client/v1/mini-programs/{appId}/policy')).toEqual(['application/jose']);
    expect(answered('/client/v1/mini-programs/{appId}/policy/events')).toEqual(['text/event-stream']);
    expect(answered('/.well-known/jwks.json')).toEqual(['application/jwk-set+json']);
    expect(body).toMatchObject({
      paths: {
        '/oauth2/token': {
          post: {
            security: [{ appSecret: [] }, {}],
            requestBody: { content: { 'application/x-www-form-urlencoded': {} } },
          },
        },
        '/wxa/modify_domain': { post: { security: [{ accessToken: [] }, { accessTokenInQuery: [] }] } },
      },
    });
  });

  it('names the cookie that a browser gets', async () => {
    for (const [url, name] of [
      ['http://127.0.0.1:7300', 'minigate_session'],
      ['https://platform.example.test', '__Host-minigate_session'],
    ] as const) {
      const { nobody } = await startTestPlatform('sqlite', { environment: { MINIGATE_PUBLIC_URL: url } });
      const { components } = (await nobody.call('GET', '/openapi.json')).body as ApiDescription;
      expect(components.securitySchemes['session']?.name).toBe(name);
    }
  });

  it('is a valid OpenAPI 3.1 document', async () => {
    const { nobody } = await startTestPlatform('sqlite');
    const { body } = await nobody.call('GET', '/openapi.json');
    const result = await new Validator().validate(body as Record<string, unknown>);
    expect(result).toMatchObject({ valid: true });
    expect(body).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/console/v1/mini-programs/{appId}': {
          get: { security: [{ session: [] }, { sessionToken: [] }] },
        },
      },
    });
  });
});

describe('the metrics', () => {
  it('count requests by route, not by path', async () => {
    const { nobody } = await startTestPlatform('sqlite');
    await nobody.call('GET', '/console/v1/mini-programs/secret-looking-path');
    const { status, body } = await nobody.call('GET', '/metrics');
    expect(status).toBe(200);
    expect(body).toMatch(/minigate_http_request_duration_seconds_count\{[^}]*mini-programs\/:appId[^}]*\} 1/);
    expect(body).not.toContain('secret-looking-path');
  });

  it('want their token where one is set', async () => {
    const token = 'a-token-for-metrics';
    const { nobody } = await startTestPlatform('sqlite', { environment: { MINIGATE_METRICS_TOKEN: token } });
    expect((await nobody.call('GET', '/metrics')).status).toBe(404);
    const wrong = { authorization: 'Bearer another-token-entirely' };
    expect((await nobody.call('GET', '/metrics', undefined, wrong)).status).toBe(404);
    const right = { authorization: `Bearer ${token}` };
    expect((await nobody.call('GET', '/metrics', undefined, right)).status).toBe(200);
  });
});

describe('the log', () => {
  it('has one line for each request, with its route and without its query', async () => {
    const { nobody, logged } = await startTestPlatform('sqlite');
    await nobody.call('GET', '/healthz?password=hidden');
    const lines = logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toContainEqual(expect.objectContaining({ route: '/healthz', method: 'GET', status: 200 }));
    expect(logged()).not.toContain('hidden');
  });
});
