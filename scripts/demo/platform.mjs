/** The platform of the demo: one operator, who owns one team with one mini program. */
import { randomBytes } from 'node:crypto';
import { createOperator, readSettings, startPlatform } from '@minigate/platform';

const EMAIL = 'demo@example.test';
const TEAM = 'Demo team';
const PROGRAM = 'Demo';

/**
 * Starts it on the embedded database of a folder. What was changed there before stays; the password is a new one each
 * time, because nobody remembers the one of last week.
 *
 * @param {{
 *   data: string, port: number, pages: string, serverDomains: string[],
 *   surroundings: import('@minigate/platform').PlatformOptions['surroundings']
 * }} options
 * @returns {Promise<{ address: string, appId: string, email: string, password: string, close(): Promise<void> }>}
 */
export async function startDemoPlatform({ data, port, pages, serverDomains, surroundings }) {
  const read = readSettings({ MINIGATE_DATA: data, MINIGATE_PORT: String(port), MINIGATE_LOG: 'error' });
  if (!read.ok) throw new Error(read.faults.join(' '));
  const password = randomBytes(12).toString('base64url');
  await createOperator(read.settings, { email: EMAIL, password, name: 'Demo' });
  const platform = await startPlatform(read.settings, { logTo: process.stderr, pages, surroundings });
  try {
    const appId = await demoProgram(platform.publicUrl, password, serverDomains);
    return {
      address: platform.publicUrl,
      appId,
      email: EMAIL,
      password,
      close: () => platform.close(),
    };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

/** The AppId of the demo program, which is registered at the first start. */
async function demoProgram(address, password, serverDomains) {
  const { token } = await ask(address, 'POST', '/console/v1/session', {
    email: EMAIL,
    password,
    as: 'token',
  });
  const call = (method, path, body) => ask(address, method, path, body, token);
  const { teams } = await call('GET', '/console/v1/teams');
  const { teamId } =
    teams.find(({ name }) => name === TEAM) ?? (await call('POST', '/console/v1/teams', { name: TEAM }));
  const programs = `/console/v1/teams/${teamId}/mini-programs`;
  const { miniPrograms } = await call('GET', programs);
  const known = miniPrograms.find(({ name, archivedAt }) => name === PROGRAM && archivedAt === null);
  if (known !== undefined) return known.appId;
  const { appId } = await call('POST', programs, { name: PROGRAM });
  const list = `/console/v1/mini-programs/${appId}/server-domains`;
  const { version } = await call('GET', list);
  await call('PUT', list, { version, serverDomains });
  return appId;
}

async function ask(address, method, path, body, token) {
  const answer = await fetch(address + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok)
    throw new Error(`${method} ${path} was answered with ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
