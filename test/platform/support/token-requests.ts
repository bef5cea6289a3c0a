import type { TokenProgram } from '../../../packages/platform/test/support/token-program.ts';

type Program = Pick<TokenProgram, 'appId' | 'owner' | 'path'>;

async function post(url: URL, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url.pathname} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, string>;
}

/** Asks one replica for the access token of a mini program. */
export async function requestToken(
  address: string,
  { appId }: Program,
  secret: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const url = new URL('/open-api/v1/access-token', address);
  const { access_token: token = '' } = await post(url, { app_id: appId, app_secret: secret, ...more });
  return token;
}

/** Makes another AppSecret, on one replica. */
export async function resetSecret(address: string, { owner, path }: Program): Promise<string> {
  const { appSecret = '' } = await post(new URL(`${path}/reset`, address), {}, owner.headers);
  return appSecret;
}

/** Whether the open API of one replica lets a token in. */
export async function isAdmitted(address: string, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await fetch(new URL('/open-api/v1/policy-version', address), { headers });
  if (status !== 200 && status !== 401) throw new Error(`The open API answered ${status}.`);
  return status === 200;
}
