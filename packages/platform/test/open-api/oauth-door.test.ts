import { describe, expect, it } from 'vitest';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { getToken, isValid, makeTokenProgram, type Token } from '../support/token-program.ts';

const grant = { grant_type: 'client_credentials' };
const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

describe.each(databaseKinds)('the OAuth 2.0 door to access tokens, on %s', (kind) => {
  async function openDoor() {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const post = (form: Record<string, string> | string, headers: Record<string, string> = {}, query = '') =>
      platform.nobody.call('POST', `/oauth2/token${query}`, new URLSearchParams(form).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      });
    const credentials = { client_id: program.appId, client_secret: program.secret() };
    return { platform, program, post, credentials };
  }
  const failed = (status: number, error: string) => ({
    status,
    body: { error, error_description: expect.stringMatching(/^[\x20-\x7e]+$/) as string },
  });

  it('gives the stable token, as Bearer, for credentials in the header or in the body', async () => {
    const { platform, program, post, credentials } = await openDoor();
    const answer = await post({ ...grant, ...credentials });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 7200 } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('pragma')).toBe('no-cache');
    const { access_token: token } = answer.body as Token;
    expect(await isValid(platform, token)).toBe(true);
    expect((await getToken(platform, program)).access_token).toBe(token);

    const authorization = basic(program.appId, program.secret());
    expect((await post(grant, { authorization })).body).toEqual(answer.body);
    expect((await post({ ...grant, client_id: program.appId }, { authorization })).body).toEqual(answer.body);
    expect((await post({ ...grant, ...credentials, scope: '' })).body).toEqual(answer.body);
  });

  it('decodes both parts of Basic authentication as form text', async () => {
    const { program, post } = await openDoor();
    const spelled = [...program.appId].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const authorization = `Basic ${Buffer.from(`${spelled}:${program.secret()}`).toString('base64')}`;
    expect((await post(grant, { authorization })).status).toBe(200);
  });

  it('tells each failure as RFC 6749 wants it', async () => {
    const { program, post, credentials } = await openDoor();
    const authorization = basic(program.appId, program.secret());
    const wrong = await post(grant, { authorization: basic(program.appId, 'f'.repeat(64)) });
    expect(wrong).toMatchObject(failed(401, 'invalid_client'));
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
    expect(wrong.headers.get('cache-control')).toBe('no-store');

    const cases: [number, string, ReturnType<typeof post>][] = [
      [401, 'invalid_client', post({ ...grant, ...credentials, client_secret: 'x' })],
      [401, 'invalid_client', post({ ...grant, ...credentials, client_id: 'x' })],
      [401, 'invalid_client', post({ ...grant, ...credentials, client_id: `${program.appId}\0` })],
      [401, 'invalid_client', post(grant)],
      [401, 'invalid_client', post(grant, { authorization: 'Bearer x' })],
      [401, 'invalid_client', post(grant, { authorization: 'Basic !' })],
      [
        401,
        'invalid_client',
        post(grant, { authorization: `Basic ${Buffer.from('%:%').toString('base64')}` }),
      ],
      [400, 'invalid_request', post({ ...grant, ...credentials }, { authorization })],
      [400, 'invalid_request', post({ ...grant, client_id: 'other' }, { authorization })],
      [400, 'invalid_request', post({}, { authorization })],
      [400, 'invalid_request', post('grant_type=client_credentials&grant_type=x', { authorization })],
      [400, 'invalid_request', post(grant, { authorization }, '?client_secret=x')],
      [400, 'invalid_request', post(grant, { authorization, 'content-type': 'application/json' })],
      [400, 'unsupported_grant_type', post({ grant_type: 'password' }, { authorization })],
      [400, 'invalid_scope', post({ ...grant, scope: 'all' }, { authorization })],
    ];
    for (const [status, error, answer] of cases) expect(await answer).toMatchObject(failed(status, error));

    await program.owner.call('POST', `${program.path}/freeze`);
    expect(await post({ ...grant, ...credentials })).toMatchObject(failed(401, 'invalid_client'));
    await program.owner.call('DELETE', `${program.path}/freeze`);
    await program.owner.call('PUT', `${program.path}/allowed-addresses`, { allowedAddresses: ['192.0.2.1'] });
    expect(await post({ ...grant, ...credentials })).toMatchObject(failed(400, 'unauthorized_client'));
  });

  it('says 429 and when to come back where a quota is used up', async () => {
    const { program, post } = await openDoor();
    const guess = () => post(grant, { authorization: basic(program.appId, 'f'.repeat(64)) });
    for (let times = 0; times < 10; times += 1) await guess();
    const answer = await guess();
    expect(answer).toMatchObject(failed(429, 'temporarily_unavailable'));
    expect(answer.headers.get('retry-after')).toBe('300');
  });
});
