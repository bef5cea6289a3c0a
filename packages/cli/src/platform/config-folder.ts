import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../output.ts';

/**
 * The folder of this user for what Minigate remembers: `$XDG_CONFIG_HOME/minigate`, or `~/.config/minigate`;
 * on Windows `%APPDATA%\minigate`. It need not be there.
 */
export function configFolder(env: Io['env']): string {
  const named = platform() === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME'];
  const parent = named ? named : join(env['HOME'] ? env['HOME'] : homedir(), '.config');
  return join(parent, 'minigate');
}
