import { onTestFinished } from 'vitest';
import { createAuthority } from './authority.ts';
import type { Fault } from './fault.ts';
import { type FaultServer, type FaultServerOptions, startFaultServer } from './fault-server.ts';
import {
  type Handler,
  type HttpServer,
  type HttpServerOptions,
  type HttpsServer,
  type HttpsServerOptions,
  startHttpServer,
  startHttpsServer,
} from './https-server.ts';

/** One authority for all servers of a test file. */
export const authority = await createAuthority();

/** A recording HTTPS server that lives as long as the test. */
export async function serve(handler: Handler, options: HttpsServerOptions = {}): Promise<HttpsServer> {
  const server = await startHttpsServer(handler, { authority, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** The same without TLS. */
export async function servePlain(handler: Handler, options: HttpServerOptions = {}): Promise<HttpServer> {
  const server = await startHttpServer(handler, options);
  onTestFinished(() => server.close());
  return server;
}

/** A server that plays faults and lives as long as the test. */
export async function misbehave(
  faults: Fault | Fault[],
  options: FaultServerOptions = {},
): Promise<FaultServer> {
  const server = await startFaultServer(faults, { authority, ...options });
  onTestFinished(() => server.close());
  return server;
}
