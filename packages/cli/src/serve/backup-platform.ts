import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backupDatabase } from '@minigate/platform';
import { type Io, printable } from '../output.ts';
import { reasonOf, UsageError } from '../usage-error.ts';
import { platformSettings } from './platform-settings.ts';

/**
 * `minigate backup`: writes a copy of the embedded database.
 *
 * @returns the exit code 0
 * @throws UsageError if there is no such database, or the copy cannot be written
 */
export async function backupPlatform(file: string, options: { data?: string }, io: Io): Promise<number> {
  const settings = platformSettings({ MINIGATE_DATA: options.data }, io);
  if (settings.databaseUrl !== undefined) {
    throw new UsageError(
      'DATABASE_URL names PostgreSQL, which has its own tools for backups, such as pg_dump.',
    );
  }
  const source = join(settings.dataDirectory, 'minigate.db');
  if (!existsSync(source)) {
    throw new UsageError(
      `There is no database of a platform in "${settings.dataDirectory}". Name its folder with --data.`,
    );
  }
  const target = resolve(io.cwd, file);
  if (existsSync(target)) throw new UsageError(`"${file}" exists already. Name a file that does not.`);
  try {
    await backupDatabase(settings, target);
  } catch (error) {
    throw new UsageError(`The copy "${file}" cannot be written: ${reasonOf(error)}.`);
  }
  io.stdout.write(`Copied ${printable(source)} to ${printable(target)}\n`);
  return 0;
}
