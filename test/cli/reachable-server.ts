import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Handler, type HttpsServer, startHttpsServer } from '../support/https-server.ts';

/** A server that a command can reach: its server domain is `https://api.example.test`. */
export interface ReachableServer {
  readonly server: HttpsServer;
  /** What tells `minigate run` where the server is, and to trust it. Without `--domain`. */
  readonly flags: readonly string[];
}

/** @param folder where the certificate of its authority is put, as `ca.pem` */
export async function startReachableServer(folder: string, handler: Handler): Promise<ReachableServer> {
  const server = await startHttpsServer(handler);
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, server.authority.pem);
  const resolve = Object.entries(server.resolve).flatMap(([name, address]) => [
    '--resolve',
    `${name}=${address}`,
  ]);
  return { server, flags: ['--ca', ca, ...resolve, '--allow-address', '127.0.0.0/8'] };
}
