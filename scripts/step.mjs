import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a command in the project's folder and keeps what it prints.
 *
 * @param {string} command a program, or a command of an installed package
 * @param {string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>} never rejects: a command that cannot start is one that failed
 */
export function runQuietly(command, args) {
  const child = spawn(command, args, { ...settings(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/**
 * Runs a command in the project's folder with this terminal. A SIGTERM is passed on to it.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not start
 */
export function runHere(command, args) {
  const child = spawn(command, args, { ...settings(), stdio: 'inherit' });
  // A terminal gives Ctrl-C to both of them. This one comes to one process alone.
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  }).finally(() => process.off('SIGTERM', passOn));
}

function settings() {
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [`${root}/node_modules/.bin`, process.env.PATH].join(separator);
  return { cwd: root, env: { ...process.env, PATH: path }, shell: process.platform === 'win32' };
}
