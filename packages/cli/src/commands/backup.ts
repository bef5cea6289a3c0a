import { Command } from 'commander';
import type { Io } from '../output.ts';

const examples = `
Example:
  minigate backup --data /var/lib/minigate minigate-$(date +%F).db

The platform may go on serving meanwhile. To go back to a copy, stop the platform, put the file in place of minigate.db
in its data folder, remove minigate.db-wal and minigate.db-shm, and start again. Keep a copy of server.key beside it:
without that file nobody can read the signing keys, and all access tokens and sessions end.

PostgreSQL has its own tools for backups, such as pg_dump.
Exit: 0, or 2 if the copy cannot be made.`;

/** `minigate backup`. `done` gets the exit code. */
export function backupCommand(io: Io, done: (code: number) => void): Command {
  return new Command('backup')
    .description("Copy a platform's embedded database while it is in use")
    .argument('<file>', 'the copy to write; it must not exist yet')
    .option('--data <folder>', 'the data folder of the platform (MINIGATE_DATA)')
    .addHelpText('after', examples)
    .action(async (file: string, flags: { data?: string }) => {
      const { backupPlatform } = await import('../serve/backup-platform.ts');
      done(await backupPlatform(file, flags, io));
    });
}
