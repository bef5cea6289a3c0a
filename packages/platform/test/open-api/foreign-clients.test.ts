import WeChatApi from 'co-wechat-api';
import * as oauth from 'oauth4webapi';
import { describe, expect, it } from 'vitest';
import { databaseKinds } from '../support/databases.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';
import { getToken, isValid, makeTokenProgram, type TokenProgram } from '../support/token-program.ts';

// The way in which co-wechat-api is given calls that it does not have.
WeChatApi.mixin({
  async modifyDomain(body) {
    const { accessToken } = await this.ensureAccessToken();
    return this.request(`${this.wxaPrefix}modify_domain?access_token=${accessToken}`, {
      method: 'POST',
      data: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
  },
});

function weChatClient({ address }: TestPlatform, appId: string, appSecret: string): WeChatApi {
  const api = new WeChatApi(appId, appSecret);
  api.prefix = `${address}/cgi-bin/`;
  api.wxaPrefix = `${address}/wxa/`;
  return api;
}

describe.each(databaseKinds)('co-wechat-api, on %s', (kind) => {
  it('gets the access token and calls with it', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const api = weChatClient(platform, program.appId, program.secret());
    const { accessToken, expireTime } = await api.getAccessToken();
    expect(accessToken).toBe((await getToken(platform, program)).access_token);
    expect(expireTime).toBeGreaterThan(Date.now() + 7000_000);
    expect(
      await api.modifyDomain({ action: 'add', requestdomain: ['https://a.example.com', 'http://b'] }),
    ).toMatchObject({
      errcode: 0,
      requestdomain: ['https://a.example.com'],
      invalid_requestdomain: ['http://b'],
    });
  });

  it('gets another access token by itself when its own was ended', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const api = weChatClient(platform, program.appId, program.secret());
    const { accessToken } = await api.getAccessToken();
    const next = await getToken(platform, program, { force_refresh: true });
    expect(await isValid(platform, accessToken)).toBe(false);
    expect(await api.modifyDomain({ action: 'get' })).toMatchObject({ errcode: 0, requestdomain: [] });
    expect((await api.ensureAccessToken()).accessToken).toBe(next.access_token);
  });

  it('is told of failures as it expects', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const failing = (appId: string, secret: string) => weChatClient(platform, appId, secret).getAccessToken();
    await expect(failing(program.appId, 'f'.repeat(64))).rejects.toMatchObject({
      name: 'WeChatAPIError',
      code: 40125,
    });
    await expect(failing('wx0123456789abcdef', program.secret())).rejects.toMatchObject({ code: 40013 });
  });
});

describe.each(databaseKinds)('oauth4webapi, on %s', (kind) => {
  async function discover(platform: TestPlatform) {
    const issuer = new URL(platform.publicUrl);
    const options = { algorithm: 'oauth2', [oauth.allowInsecureRequests]: true } as const;
    return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  }
  const ask = async (
    server: oauth.AuthorizationServer,
    { appId }: TokenProgram,
    authentication: oauth.ClientAuth,
  ) => {
    const client = { client_id: appId };
    const options = { [oauth.allowInsecureRequests]: true };
    const answer = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, options);
    return oauth.processClientCredentialsResponse(server, client, answer);
  };

  it('finds the door by its metadata and gets the access token, in both ways', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const server = await discover(platform);
    const { access_token: token } = await getToken(platform, program);
    for (const way of [oauth.ClientSecretBasic, oauth.ClientSecretPost]) {
      expect(await ask(server, program, way(program.secret()))).toMatchObject({
        access_token: token,
        token_type: 'bearer',
        expires_in: 7200,
      });
    }
    const answer = await oauth.protectedResourceRequest(
      token,
      'GET',
      new URL('/open-api/v1/server-domains', platform.address),
      undefined,
      undefined,
      { [oauth.allowInsecureRequests]: true },
    );
    expect(answer.status).toBe(200);
  });

  it('is told of a wrong AppSecret as it expects', async () => {
    const platform = await startTestPlatform(kind);
    const program = await makeTokenProgram(platform);
    const server = await discover(platform);
    await expect(ask(server, program, oauth.ClientSecretPost('f'.repeat(64)))).rejects.toMatchObject({
      status: 401,
    });
  });
});
