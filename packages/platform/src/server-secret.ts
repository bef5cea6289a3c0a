import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerKey } from './server-key.ts';
import type { Settings } from './settings.ts';

/**
 * The secret of the settings; without one, that in the file `server.key` of the data folder, which is made at the
 * first start and readable by its owner alone.
 */
export function readServerKey({ secret, dataDirectory }: Settings): ServerKey {
  if (secret !== undefined) return new ServerKey(secret);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const path = join(dataDirectory, 'server.key');
  const draft = join(dataDirectory, `server.key.${randomBytes(6).toString('hex')}`);
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return new ServerKey(readFileSync(path, 'utf8').trim());
}
