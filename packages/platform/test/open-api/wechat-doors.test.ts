import { describe, expect, it } from 'vitest';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { getToken, makeTokenProgram, type Token } from '../support/token-program.ts';

describe.each(databaseKinds)("WeChat's doors to access tokens, on %s", (kind) => {
  it('give the stable token, without an errcode', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const { nobody } = platform;
    const wish = { grant_type: 'client_credential', appid: program.appId, secret: program.secret() };
    const query = new URLSearchParams(wish).toString();
    const first = await nobody.call('GET', `/cgi-bin/token?${query}`);
    expect(first).toMatchObject({ status: 200, body: { expires_in: 7200 } });
    expect(Object.keys(first.body as object)).toEqual(['access_token', 'expires_in']);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect((await nobody.call('GET', `/cgi-bin/token?${query}`)).body).toEqual(first.body);
    expect((await nobody.call('POST', '/cgi-bin/stable_token', wish)).body).toEqual(first.body);
    expect(await getToken(platform, program)).toEqual(first.body);
  });

  it('refresh by force, and within 30 seconds give the same token again', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const ask = async (force: boolean) => {
      const { body } = await platform.nobody.call('POST', '/cgi-bin/stable_token', {
        grant_type: 'client_credential',
        appid: program.appId,
        secret: program.secret(),
        force_refresh: force,
      });
      return (body as Token).access_token;
    };
    const first = await ask(false);
    const second = await ask(true);
    expect(second).not.toBe(first);
    platform.clock.advance(29_000);
    expect(await ask(true)).toBe(second);
    platform.clock.advance(1000);
    expect(await ask(true)).not.toBe(second);
  });

  it('tell each failure by its errcode, with HTTP 200', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const { nobody } = platform;
    const wish = { grant_type: 'client_credential', appid: program.appId, secret: program.secret() };
    const post = (body: unknown, headers?: Record<string, string>) =>
      nobody.call('POST', '/cgi-bin/stable_token', body, headers);
    const failed = (errcode: number) => ({
      status: 200,
      body: { errcode, errmsg: expect.stringMatching(/^\S.* rid: \S+$/) as string },
    });
    expect(await post({ ...wish, grant_type: 'authorization_code' })).toMatchObject(failed(40002));
    expect(await post({})).toMatchObject(failed(40002));
    expect(await post({ ...wish, appid: undefined })).toMatchObject(failed(41002));
    expect(await post({ ...wish, secret: '' })).toMatchObject(failed(41004));
    expect(await post({ ...wish, appid: 'wx0123456789abcdef' })).toMatchObject(failed(40013));
    expect(await post({ ...wish, appid: `${program.appId}\u0000` })).toMatchObject(failed(40013));
    expect(await post({ ...wish, secret: '\u0000\ud800' })).toMatchObject(failed(40125));
    expect(await post({ ...wish, secret: 'f'.repeat(64) })).toMatchObject(failed(40125));
    expect(await post({ ...wish, secret: 7 })).toMatchObject(failed(40125));
    expect(await post({ ...wish, force_refresh: 'yes' })).toMatchObject(failed(47001));
    expect(await post('{"appid":')).toMatchObject(failed(47001));
    expect(await post('[]')).toMatchObject(failed(47001));
    expect(await post(`"${'x'.repeat(300_000)}"`)).toMatchObject(failed(47001));
    expect(await post(wish, { origin: 'https://elsewhere.example' })).toMatchObject(failed(48001));
    expect(await nobody.call('GET', '/cgi-bin/stable_token')).toMatchObject(failed(43002));
    expect(await nobody.call('PUT', '/cgi-bin/stable_token', wish)).toMatchObject(failed(43002));
    expect(await nobody.call('POST', '/cgi-bin/token', wish)).toMatchObject(failed(43001));
    const twice = `/cgi-bin/token?grant_type=client_credential&appid=${program.appId}&appid=x&secret=y`;
    expect(await nobody.call('GET', twice)).toMatchObject(failed(40013));

    const { owner, path } = program;
    await owner.call('PUT', `${path}/allowed-addresses`, { allowedAddresses: ['192.0.2.1'] });
    expect(await post(wish)).toMatchObject(failed(40164));
    await owner.call('PUT', `${path}/allowed-addresses`, { allowedAddresses: [] });
    await owner.call('POST', `${path}/freeze`);
    expect(await post(wish)).toMatchObject(failed(40243));
    await owner.call('DELETE', `${path}/freeze`);
    await owner.call('POST', `/console/v1/mini-programs/${program.appId}/archive`);
    expect(await post(wish)).toMatchObject(failed(50007));
  });

  it('read JSON whatever type the body says it has, as code written for WeChat sends it', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const wish = { grant_type: 'client_credential', appid: program.appId, secret: program.secret() };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
      const answer = await platform.nobody.call('POST', '/cgi-bin/stable_token', wish, {
        'content-type': type,
      });
      expect({ type, body: answer.body }).toMatchObject({ type, body: { expires_in: 7200 } });
    }
  });
});

describe.each(databaseKinds)("WeChat's modify_domain, on %s", (kind) => {
  async function openDoor() {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const { access_token: token } = await getToken(platform, program);
    const modify = async (body: unknown) => {
      const answer = await platform.nobody.call('POST', `/wxa/modify_domain?access_token=${token}`, body);
      expect(answer.status).toBe(200);
      return answer.body;
    };
    return { platform, program, modify };
  }
  const nothing = {
    requestdomain: [],
    wsrequestdomain: [],
    uploaddomain: [],
    downloaddomain: [],
    udpdomain: [],
    tcpdomain: [],
  };
  const nothingInvalid = Object.fromEntries(
    Object.keys(nothing).map((name) => [`invalid_${name}`, [] as string[]]),
  );
  const ok = { errcode: 0, errmsg: 'ok' };

  it('adds, deletes, sets and shows the lists', async () => {
    const { program, modify } = await openDoor();
    expect(await modify({ action: 'get' })).toEqual({ ...ok, ...nothing });
    expect(
      await modify({
        action: 'add',
        requestdomain: ['https://api.example.com', 'https://b.example.com'],
        wsrequestdomain: ['wss://live.example.com'],
      }),
    ).toEqual({
      ...ok,
      ...nothing,
      ...nothingInvalid,
      requestdomain: ['https://api.example.com', 'https://b.example.com'],
      wsrequestdomain: ['wss://live.example.com'],
    });
    expect(
      await modify({
        action: 'delete',
        requestdomain: ['https://b.example.com', 'https://absent.example.com'],
      }),
    ).toMatchObject({ ...ok, ...nothingInvalid, requestdomain: ['https://api.example.com'] });
    const set = await modify({ action: 'set', uploaddomain: ['https://up.example.com'], requestdomain: [] });
    const lists = {
      ...nothing,
      wsrequestdomain: ['wss://live.example.com'],
      uploaddomain: ['https://up.example.com'],
    };
    expect(set).toEqual({ ...ok, ...lists, ...nothingInvalid });
    expect(await modify({ action: 'get' })).toEqual({ ...ok, ...lists });
    const path = `/console/v1/mini-programs/${program.appId}/server-domains`;
    expect((await program.owner.call('GET', path)).body).toMatchObject({
      changedBy: program.appId,
      serverDomains: { connectSocket: ['wss://live.example.com'], uploadFile: ['https://up.example.com'] },
    });
  });

  it('saves the good entries and tells the bad ones', async () => {
    const { modify } = await openDoor();
    expect(
      await modify({
        action: 'add',
        requestdomain: ['https://good.example.com', 'http://bad.example.com', 'https://192.0.2.1'],
        wsrequestdomain: ['ws://bad.example.com'],
        udpdomain: ['udp://bad.example.com'],
      }),
    ).toEqual({
      ...ok,
      ...nothing,
      ...nothingInvalid,
      requestdomain: ['https://good.example.com'],
      wsrequestdomain: [],
      invalid_requestdomain: ['http://bad.example.com', 'https://192.0.2.1'],
      invalid_wsrequestdomain: ['ws://bad.example.com'],
      invalid_udpdomain: ['udp://bad.example.com'],
    });
  });

  it('changes nothing where no entry is good, and says why', async () => {
    const { modify } = await openDoor();
    await modify({ action: 'add', requestdomain: ['https://api.example.com'] });
    for (const action of ['add', 'set']) {
      expect(
        await modify({ action, requestdomain: ['http://x.example.com', 'https://y.example.com/path'] }),
      ).toMatchObject({
        errcode: 85301,
        invalid_requestdomain: ['http://x.example.com', 'https://y.example.com/path'],
      });
      expect(await modify({ action, requestdomain: ['http://x.example.com'] })).toMatchObject({
        errcode: 86100,
      });
      expect(await modify({ action, downloaddomain: ['https://api.binance.com'] })).toMatchObject({
        errcode: 86101,
        invalid_downloaddomain: ['https://api.binance.com'],
      });
      expect(await modify({ action, tcpdomain: ['tcp://x.example.com'] })).toMatchObject({
        errcode: 85301,
        invalid_tcpdomain: ['tcp://x.example.com'],
      });
    }
    expect(await modify({ action: 'add', requestdomain: [] })).toMatchObject({ errcode: 85017 });
    expect(await modify({ action: 'delete' })).toMatchObject({ errcode: 85017 });
    expect(await modify({ action: 'rename' })).toMatchObject({ errcode: 40097 });
    expect(await modify({ action: 'add', requestdomain: 'https://api.example.com' })).toMatchObject({
      errcode: 47001,
    });
    expect(await modify({ action: 'get' })).toMatchObject({ requestdomain: ['https://api.example.com'] });
  });

  it('holds the limits that operators set', async () => {
    const { platform, modify } = await openDoor();
    const operator = await platform.signIn({ operator: true });
    const limit = async (serverDomains: object) => {
      const { revision } = (await operator.call('GET', '/operator/v1/platform')).body as { revision: number };
      const limits = { serverDomains };
      return operator.call('PUT', '/operator/v1/platform/limits', { revision, limits });
    };
    expect((await limit({ maxEntries: 1, changesPerMonth: null })).status).toBe(200);
    const two = ['https://a.example.com', 'https://b.example.com'];
    expect(await modify({ action: 'add', requestdomain: two })).toMatchObject({ errcode: 85016 });
    await limit({ maxEntries: null, changesPerMonth: 1 });
    expect(await modify({ action: 'add', requestdomain: two })).toMatchObject(ok);
    expect(await modify({ action: 'set', requestdomain: [] })).toMatchObject({ errcode: 86102 });
  });

  it("takes no entry of the platform's own address", async () => {
    const publicUrl = 'https://minigate.example.com';
    const platform = await startTestPlatform(kind, { environment: { MINIGATE_PUBLIC_URL: publicUrl } });
    const { access_token: token } = await getToken(platform, await makeTokenProgram(platform));
    const path = `/wxa/modify_domain?access_token=${token}`;
    const body = { action: 'add', requestdomain: [publicUrl] };
    expect((await platform.nobody.call('POST', path, body)).body).toMatchObject({
      errcode: 86101,
      invalid_requestdomain: [publicUrl],
    });
  });

  it('is opened by a valid access token alone', async () => {
    const { platform } = await openDoor();
    const call = (query: string) =>
      platform.nobody.call('POST', `/wxa/modify_domain${query}`, { action: 'get' });
    expect(await call('')).toMatchObject({ status: 200, body: { errcode: 41001 } });
    expect(await call('?access_token=invalid')).toMatchObject({ status: 200, body: { errcode: 40001 } });
  });
});
