import { resolve } from 'node:path';
import { readSettings, type Settings } from '@minigate/platform';
import type { Io } from '../output.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The settings of the environment, with flags over them.
 *
 * @param flags by the names of the environment variables that they stand for
 * @throws UsageError with one line for each mistake
 */
export function platformSettings(flags: Readonly<Record<string, string | undefined>>, io: Io): Settings {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const read = readSettings({ ...io.env, ...given });
  if (!read.ok) throw new UsageError('These settings cannot be used.', read.faults);
  return { ...read.settings, dataDirectory: resolve(io.cwd, read.settings.dataDirectory) };
}
