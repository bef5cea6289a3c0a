import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ProgramError } from '../program-error.ts';
import { ProgramFolder } from '../program-folder.ts';
import type { MockRule } from './mock-rules.ts';
import { type MocksReading, mocksLimits, mocksText, parseMocks } from './parse-mocks.ts';

/** Where the mock answers of a program are, in its folder. */
export const mocksFileName = 'minigate.mocks.json';

const largestBody = 32 * 1024 * 1024;

/**
 * The mock answers of a program; none where it has no such file.
 *
 * @throws ProgramError if there is no such folder, or the file leaves it or cannot be read
 */
export async function readMocks(directory: string): Promise<MocksReading> {
  const folder = await ProgramFolder.open(directory);
  const path = await placeIn(folder, mocksFileName);
  if (path === undefined) return { ok: true, mocks: [] };
  return parseMocks((await bytesAt(path, mocksFileName, 4 * mocksLimits.characters)).toString('utf8'));
}

/**
 * Writes them, all or nothing: whoever reads the file at the same time has the old one or the new one.
 *
 * @throws ProgramError if the file leads out of the folder, or cannot be written
 */
export async function writeMocks(directory: string, mocks: readonly MockRule[]): Promise<void> {
  const folder = await ProgramFolder.open(directory);
  const path = (await placeIn(folder, mocksFileName)) ?? join(folder.path, mocksFileName);
  // Hidden, so that the program does not have it.
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const handle = await open(beside, 'wx', 0o644);
    try {
      await handle.writeFile(mocksText(mocks));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new ProgramError(`${mocksFileName} cannot be written${codeOf(cause)}.`, { cause });
  }
}

/**
 * The bytes of a file that a rule answers with.
 *
 * @throws ProgramError if the folder has no such file, or it leads out of it
 */
export async function mockBody(directory: string, name: string): Promise<Buffer> {
  const folder = await ProgramFolder.open(directory);
  const path = await placeIn(folder, name);
  if (path === undefined) throw new ProgramError(`There is no file ${JSON.stringify(name)} in the program.`);
  return bytesAt(path, name, largestBody);
}

/** The real path of a file in the folder; undefined where there is none. */
async function placeIn(folder: ProgramFolder, name: string): Promise<string | undefined> {
  let real: string;
  try {
    real = await realpath(join(folder.path, name));
  } catch (cause) {
    if (codeOf(cause) === ' (ENOENT)') return undefined;
    throw new ProgramError(`${name} cannot be read${codeOf(cause)}.`, { cause });
  }
  if (folder.holds(real)) return real;
  throw new ProgramError(`${name} leads out of the program's folder.`);
}

async function bytesAt(path: string, name: string, most: number): Promise<Buffer> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw new ProgramError(`${name} is not a file.`);
    if (about.size > most) throw new ProgramError(`${name} has more than ${most} bytes.`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof ProgramError) throw cause;
    throw new ProgramError(`${name} cannot be read${codeOf(cause)}.`, { cause });
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
}
