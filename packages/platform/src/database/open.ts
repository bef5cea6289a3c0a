import type { Settings } from '../settings.ts';
import { openEmbedded } from './embedded.ts';
import { openPostgres } from './postgres.ts';
import type { Storage } from './storage.ts';

/** PostgreSQL where the settings name one, else the file in the data folder. */
export async function openStorage(
  { databaseUrl, databaseConnections, dataDirectory }: Settings,
  onFault: (error: unknown) => void,
): Promise<Storage> {
  if (databaseUrl === undefined) return openEmbedded({ directory: dataDirectory, onFault });
  return openPostgres({ url: databaseUrl, connections: databaseConnections, onFault });
}
