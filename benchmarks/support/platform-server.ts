import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { readSettings, startPlatform } from '@minigate/platform';
import Fastify from 'fastify';
import { createApp } from '../../packages/platform/dist/http/app.js';
import { logRequests } from '../../packages/platform/dist/operations/request-log.js';

/**
 * A platform with one mini program on an embedded database, and beside it an empty route of the same Fastify, in a
 * process of its own. The log is written, to nowhere.
 */
const directory = mkdtempSync(join(tmpdir(), 'minigate-bench-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
const read = readSettings({
  MINIGATE_PORT: '0',
  MINIGATE_DATA: directory,
  MINIGATE_EVENT_STREAMS_PER_ADDRESS: '10000',
});
if (!read.ok) throw new Error(read.faults.join(' '));
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const platform = await startPlatform(read.settings, { logTo: nowhere });
const { miniPrograms } = platform.services;
const itself = {
  requestId: '',
  actor: { kind: 'system', id: '', name: 'bench' },
  address: '',
} as const;
const { appId } = await miniPrograms.register(itself, { teamId: 'bench', name: 'Bench' });

/** The same server with one route that does nothing. */
const twin = await createApp(platform.core, async () => undefined);
logRequests(twin, platform.core);
twin.get('/', { config: { access: 'anyone', forPrograms: true } }, () => '');
/** And a Fastify of which nothing was asked. */
const bare = Fastify();
bare.get('/', () => '');
const portOf = (address: string) => Number(new URL(address).port);
const loopback = { host: '127.0.0.1', port: 0 };

process.on('message', (message) => {
  if (message === 'change') {
    const { storage } = platform.core;
    void storage.change((change) => miniPrograms.revise(change, appId));
  }
  if (message === 'memory') {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage.rss() });
  }
});
process.once('disconnect', () => process.exit());
process.send?.({
  appId,
  port: portOf(platform.address),
  twinPort: portOf(await twin.listen(loopback)),
  barePort: portOf(await bare.listen(loopback)),
});
