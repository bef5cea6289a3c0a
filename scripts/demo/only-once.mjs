/** One demo at a time in a folder of data: a second one would give its only account another password. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/**
 * Takes the folder for this process. The lock is the system's, so it is gone with the process, however that ends.
 *
 * @param {string} data
 * @returns {() => void} gives it back
 * @throws {Error} with the code `RUNS_ALREADY`, if another process has it
 */
export function takeFolder(data) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(data, 'demo.lock'));
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!/locked|busy/i.test(String(error))) throw error;
    throw Object.assign(new Error('It runs already with this data.', { cause: error }), {
      code: 'RUNS_ALREADY',
    });
  }
  return () => lock.close();
}
