import type { Demo } from '../demo.ts';
import type { Guide } from './console-screens.ts';

interface Link {
  readonly url: string | null;
}

/** Fills the platform of the demo with what people have there after a while. */
export async function furnish({ console: address, email, password }: Demo): Promise<Guide> {
  const { origin } = new URL(address);
  const ask = async <T>(method: string, path: string, body?: unknown, token?: string): Promise<T> => {
    const answer = await fetch(origin + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const session = { email, password, as: 'token' };
  const { token } = await ask<{ token: string }>('POST', '/console/v1/session', session);
  const call = <T>(method: string, path: string, body?: unknown) => ask<T>(method, path, body, token);

  const { teams } = await call<{ teams: { teamId: string }[] }>('GET', '/console/v1/teams');
  const teamId = teams[0]?.teamId ?? '';
  const programs = `/console/v1/teams/${teamId}/mini-programs`;
  const longName = 'A mini program whose makers could not decide on any shorter name';
  await call('POST', programs, { name: longName.slice(0, 60) });
  await call('POST', programs, { name: '<b>闪送</b> & Söhne 🚚' });
  const { miniPrograms } = await call<{ miniPrograms: { appId: string; name: string }[] }>('GET', programs);
  const appId = miniPrograms.find(({ name }) => name === 'Demo')?.appId ?? '';
  await call('POST', '/console/v1/teams', { name: 'Night shift' });

  const program = `/console/v1/mini-programs/${appId}`;
  const list = `${program}/server-domains`;
  const { version } = await call<{ version: number }>('GET', list);
  await call('POST', `${list}/add`, { version, serverDomains: ['https://api.example.com'] });
  const { appSecret } = await call<{ appSecret: string }>('POST', `${program}/app-secret/reset`);
  await call('PUT', `${program}/app-secret/allowed-addresses`, {
    allowedAddresses: ['127.0.0.0/8', '2001:db8::/32'],
  });
  await ask('POST', '/open-api/v1/access-token', { app_id: appId, app_secret: appSecret });

  const invite = (to: string) =>
    call<Link>('POST', `/console/v1/teams/${teamId}/invitations`, { email: to, role: 'developer' });
  const join = await invite('lin@example.test');
  const account = { secret: secretOf(join), name: '林晓', password: 'a password for 林晓 alone' };
  await ask('POST', '/console/v1/accounts', account);
  const { token: tokenOfLin } = await ask<{ token: string }>('POST', '/console/v1/session', {
    email: 'lin@example.test',
    password: account.password,
    as: 'token',
  });
  await ask('POST', '/console/v1/invitations/accept', { secret: account.secret }, tokenOfLin);
  const { accounts } = await call<{ accounts: { userId: string; email: string }[] }>(
    'GET',
    '/operator/v1/accounts',
  );
  const lin = accounts.find(({ email: known }) => known === 'lin@example.test')?.userId ?? '';
  const links = {
    invitation: await invite('a.rather.long.name.of.somebody@department.example.test'),
    'password-reset': await call<Link>('POST', `/operator/v1/accounts/${lin}/password-reset`),
    appointment: await call<Link>('POST', '/operator/v1/operators', { email: 'night@example.test' }),
  };
  await call('POST', '/operator/v1/invitations', { email: 'new@example.test' });

  const { revision } = await call<{ revision: number }>('GET', '/operator/v1/platform');
  await call('PUT', '/operator/v1/platform/banned-hosts', {
    revision,
    bannedHosts: ['bad.example.com', '203.0.113.9'],
  });
  return {
    teamId,
    appId,
    links: Object.fromEntries(Object.entries(links).map(([kind, link]) => [kind, secretOf(link)])),
  };
}

function secretOf({ url }: Link): string {
  const secret = url?.split('/').at(-1);
  if (secret === undefined) throw new Error('The link was mailed.');
  return secret;
}
