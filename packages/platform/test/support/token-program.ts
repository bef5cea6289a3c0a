import type { TestPlatform, Visitor } from './test-platform.ts';

/** A mini program with an AppSecret, and what its backend does. */
export interface TokenProgram {
  readonly appId: string;
  readonly teamId: string;
  readonly owner: Visitor;
  /** The AppSecret in force. */
  readonly secret: () => string;
  /** Where the console shows the AppSecret's state. */
  readonly path: string;
  /** Makes another AppSecret, over any replica's owner. */
  reset(over?: Visitor): Promise<string>;
}

export interface Token {
  readonly access_token: string;
  readonly expires_in: number;
}

export async function makeTokenProgram(platform: TestPlatform): Promise<TokenProgram> {
  const { teamId, owner } = await platform.team();
  const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
  const { appId } = made.body as { appId: string };
  const path = `/console/v1/mini-programs/${appId}/app-secret`;
  let secret = '';
  const reset = async (over = owner) => {
    const answer = await over.call('POST', `${path}/reset`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    secret = (answer.body as { appSecret: string }).appSecret;
    return secret;
  };
  await reset();
  return { appId, teamId, owner, path, secret: () => secret, reset };
}

/** Asks at the platform's own door. */
export function askForToken(
  { nobody }: Pick<TestPlatform, 'nobody'>,
  { appId, secret }: Pick<TokenProgram, 'appId' | 'secret'>,
  more: Readonly<Record<string, unknown>> = {},
) {
  return nobody.call('POST', '/open-api/v1/access-token', {
    app_id: appId,
    app_secret: secret(),
    ...more,
  });
}

/** @throws Error if no token is given */
export async function getToken(...args: Parameters<typeof askForToken>): Promise<Token> {
  const { status, body } = await askForToken(...args);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as Token;
}

/** Whether the open API lets a token in. */
export async function isValid({ nobody }: Pick<TestPlatform, 'nobody'>, token: string): Promise<boolean> {
  const { status } = await nobody.call('GET', '/open-api/v1/policy-version', undefined, {
    authorization: `Bearer ${token}`,
  });
  if (status !== 200 && status !== 401) throw new Error(`The open API answered ${status}.`);
  return status === 200;
}
