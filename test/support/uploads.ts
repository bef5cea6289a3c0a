import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  createNetwork,
  type Network,
  type NetworkOptions,
  type UploadFileOptions,
  type UploadProgress,
  type UploadTask,
} from '@minigate/network';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temp-folder.ts';
import { startUploadServer, type StreamHandler, type UploadServer } from './upload-server.ts';

/** A server, a network that reaches it, and the folder that uploads may read from; all end with the test. */
export interface UploadBench {
  server: UploadServer;
  network: Network;
  folder: string;
  /** Uploads to a path of the server, and keeps what the call told. */
  upload(path: string, options: Omit<UploadFileOptions, 'url' | 'name'> & { name?: string }): Upload;
}

export interface Upload {
  task: UploadTask;
  /** Resolves with what `complete` got. */
  done: Promise<Record<string, unknown>>;
  progress: UploadProgress[];
}

export async function uploadBench(
  handler: StreamHandler,
  options: Partial<NetworkOptions> = {},
  scheme?: 'http' | 'https',
): Promise<UploadBench> {
  const server = await startUploadServer(handler, scheme);
  const folder = temporaryFolder();
  const network = createNetwork({
    policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.test'] },
    tls: { ca: server.authority.pem },
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
    userDirectory: folder,
    ...options,
  });
  onTestFinished(async () => {
    await network.close();
    await server.close();
  });
  return {
    server,
    network,
    folder,
    upload(path, call) {
      const progress: UploadProgress[] = [];
      let complete: (result: Record<string, unknown>) => void;
      const done = new Promise<Record<string, unknown>>((resolve) => (complete = resolve));
      const task = network.api.uploadFile({
        name: 'file',
        ...call,
        url: `${server.origin}${path}`,
        complete: (result) => complete({ ...result }),
      });
      task.onProgressUpdate((event) => progress.push(event));
      return { task, done, progress };
    },
  };
}

/** A file of that many random bytes, and their digest. */
export function randomFile(folder: string, name: string, size: number): { path: string; sha256: string } {
  const path = join(folder, name);
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  for (let written = 0; written < size; ) {
    const piece = randomBytes(Math.min(1024 ** 2, size - written));
    written += writeSync(file, piece);
    hash.update(piece);
  }
  closeSync(file);
  return { path, sha256: hash.digest('hex') };
}

/** A file with that text; its path. */
export function textFile(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Which descriptors of this process are open on a file; needs Linux. */
export function descriptorsOn(path: string): string[] {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path;
    } catch {
      return false;
    }
  });
}
