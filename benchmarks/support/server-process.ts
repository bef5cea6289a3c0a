import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface BenchServer {
  port: number;
  /** PEM of the authority that issued its certificate, for `bench.example.test` and `localhost`. */
  ca: string;
  stop(): void;
}

/** Starts the server as a process of its own. */
export async function startServer(): Promise<BenchServer> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), { stdio: 'inherit' });
  const [ready] = (await once(child, 'message')) as [{ port: number; ca: string }];
  return { ...ready, stop: () => child.disconnect() };
}
