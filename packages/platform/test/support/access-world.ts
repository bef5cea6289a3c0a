import type { RouteAccess } from '../../src/http/access.ts';
import { askers, type Asker } from './access-table.ts';
import { getToken } from './token-program.ts';
import type { TestPlatform, Visitor } from './test-platform.ts';

/** Everybody who may ask, and the things that they ask about: all in one team, of which stranger and operator are not. */
export interface AccessWorld {
  /** How an asker says who it is. */
  readonly headers: Readonly<Record<Asker, Readonly<Record<string, string>>>>;
  /** What stands in a path for the names in it. */
  readonly params: Readonly<Record<string, string>>;
}

export async function accessWorld(platform: TestPlatform): Promise<AccessWorld> {
  const { teamId, owner } = await platform.team();
  const registered = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, {
    name: 'Weather',
  });
  const { appId } = registered.body as { appId: string };
  const of = ({ headers }: Visitor) => headers;
  return {
    headers: {
      anonymous: {},
      stranger: of(await platform.signIn()),
      viewer: of(await platform.member(teamId, 'viewer')),
      developer: of(await platform.member(teamId, 'developer')),
      owner: of(owner),
      operator: of(await platform.signIn({ operator: true })),
      'access token': { authorization: `Bearer ${await accessToken(platform, owner, appId)}` },
    },
    params: {
      teamId,
      appId,
      userId: owner.userId,
      sessionId: 'se-unknown',
      linkId: 'ln-unknown',
      version: '1',
      thumbprint: 'unknown',
    },
  };
}

/** Who gets in to a route: whose answer is neither 401, 403 nor 404. */
export async function whoGetsIn(
  platform: TestPlatform,
  { headers, params }: AccessWorld,
  route: RouteAccess,
): Promise<ReadonlySet<Asker>> {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`The test does not know what to write for ${name} in a path.`);
    return value;
  });
  const admitted = await Promise.all(
    askers.map(async (asker) => (await admits(platform, route.method, path, headers[asker])) && asker),
  );
  return new Set(admitted.filter((asker) => asker !== false));
}

/**
 * Whether a request gets past the guard. A change is asked for with a body that cannot be read: the guard judges before
 * the body is read, so a complaint about the body proves admission, and nothing is changed.
 */
async function admits(
  platform: TestPlatform,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const aborted = new AbortController();
  const changes = method !== 'GET';
  const response = await fetch(new URL(path, platform.address), {
    method,
    redirect: 'manual',
    signal: aborted.signal,
    headers: { ...headers, ...(changes ? { 'content-type': 'application/json' } : {}) },
    ...(changes ? { body: '{' } : {}),
  });
  if (path.startsWith('/wxa/')) return admittedByWeChatDoor(response);
  // The body of a stream of events would never end.
  aborted.abort();
  return ![401, 403, 404].includes(response.status);
}

/** WeChat's doors refuse with status 200, and say in the body that the access token is missing (41001) or wrong (40001). */
async function admittedByWeChatDoor(response: Response): Promise<boolean> {
  const { errcode } = (await response.json()) as { errcode?: number };
  return errcode !== 41001 && errcode !== 40001;
}

/** An access token of the mini program. */
async function accessToken(platform: TestPlatform, owner: Visitor, appId: string): Promise<string> {
  const { body } = await owner.call('POST', `/console/v1/mini-programs/${appId}/app-secret/reset`);
  const { appSecret } = body as { appSecret: string };
  const { access_token: token } = await getToken(platform, { appId, secret: () => appSecret });
  return token;
}
