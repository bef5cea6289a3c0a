import type { Settings } from '../settings.ts';
import type { Storage } from './storage.ts';

/** PostgreSQL where the settings name one, else the file in the data folder. Only the driver that is used is loaded. */
export async function openStorage(
  { databaseUrl, databaseConnections, dataDirectory }: Settings,
  onFault: (error: unknown) => void,
): Promise<Storage> {
  if (databaseUrl === undefined) {
    const { openEmbedded } = await import('./embedded.ts');
    return openEmbedded({ directory: dataDirectory, onFault });
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres({ url: databaseUrl, connections: databaseConnections, onFault });
}
