import { Writable } from 'node:stream';
import { readSettings, startPlatform } from '@minigate/platform';
import Fastify from 'fastify';
import { createApp } from '../../packages/platform/dist/http/app.js';
import { logRequests } from '../../packages/platform/dist/operations/request-log.js';

/**
 * A platform with one mini program, and beside it empty routes of the same Fastify, in a process of its own; the
 * settings come from the environment. The log is written, to nowhere. Told `change`, it changes the policy.
 */
const read = readSettings(process.env);
if (!read.ok) throw new Error(read.faults.join(' '));
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const platform = await startPlatform(read.settings, { logTo: nowhere });
const { accessTokens, appSecrets, miniPrograms } = platform.services;
const itself = {
  requestId: '',
  actor: { kind: 'system', id: '', name: 'bench' },
  address: '',
} as const;
const { appId } = await miniPrograms.register(itself, { teamId: 'bench', name: 'Bench' });
const { appSecret } = await appSecrets.reset(itself, { appId, teamId: 'bench' });
const { accessToken } = await accessTokens.give(itself, { appId, appSecret, forceRefresh: false });

/** The same server with a route that does nothing, and one that does nothing for who has an access token. */
const twin = await createApp(platform.core, (token) => accessTokens.read(token));
logRequests(twin, platform.core);
twin.get('/', { config: { access: 'anyone', forPrograms: true } }, () => '');
twin.get('/token', { config: { access: 'access-token', forPrograms: true } }, () => '');
/** And a Fastify of which nothing was asked. */
const bare = Fastify();
bare.get('/', () => '');
const portOf = (address: string) => Number(new URL(address).port);
const loopback = { host: '127.0.0.1', port: 0 };

process.on('message', (message) => {
  const { storage } = platform.core;
  if (message === 'change') void storage.change((change) => miniPrograms.revise(change, appId));
});
process.once('disconnect', () => process.exit());
process.send?.({
  appId,
  accessToken,
  port: portOf(platform.address),
  twinPort: portOf(await twin.listen(loopback)),
  barePort: portOf(await bare.listen(loopback)),
});
