import { readFile } from 'node:fs/promises';
import { dirname, resolve as resolvePath } from 'node:path';
import { type MockRule, parseMocks } from '@minigate/runtime';
import { reasonOf, UsageError } from '../usage-error.ts';

/** The rules of a file, and the folder where the files lie that they answer with. */
export interface Mocks {
  readonly rules: readonly MockRule[];
  readonly directory: string;
}

/**
 * Reads a file of mock answers, such as the simulator writes it.
 *
 * @param folder where a relative path begins
 * @throws UsageError if it cannot be read, or has a mistake
 */
export async function readMocksFile(name: string, folder: string): Promise<Mocks> {
  const path = resolvePath(folder, name);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The mock answers "${name}" cannot be read: ${reasonOf(error)}.`);
  }
  const reading = parseMocks(text);
  if (!reading.ok) throw new UsageError(`The mock answers "${name}" cannot be used.`, reading.problems);
  return { rules: reading.mocks, directory: dirname(path) };
}
