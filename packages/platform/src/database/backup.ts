import type { Settings } from '../settings.ts';

/**
 * Writes a copy of the embedded database to a new file, readable by its owner alone. The platform may go on using it.
 *
 * @throws Error if it cannot be read or the copy cannot be written
 */
export async function backupDatabase({ dataDirectory }: Settings, target: string): Promise<void> {
  const { openEmbedded } = await import('./embedded.ts');
  const storage = openEmbedded({ directory: dataDirectory, onFault: () => {} });
  try {
    await storage.backup(target);
  } finally {
    await storage.close();
  }
}
