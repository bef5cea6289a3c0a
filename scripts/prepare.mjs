import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runQuietly } from './step.mjs';

const OLDEST_NODE = [20, 20];

/**
 * Not `npm ci`: it refuses a lockfile that lacks the optional packages of other systems, and a registry may carry
 * only those of some systems. This installs the locked versions too, and leaves the lockfile as it is.
 */
const INSTALL = ['install', '--no-save', '--no-audit', '--no-fund'];

/** Makes a fresh clone ready: the packages of package-lock.json are installed and the build is fresh. */
export async function prepare() {
  await install();
  await runOrExit('The build failed', 'npm', ['run', 'build']);
}

/** Installs what package-lock.json lists, unless exactly that is installed; checks the Node version first. */
export async function install() {
  requireNode();
  if (isInstalled()) return;
  console.error('Installing the packages of package-lock.json…');
  await runOrExit('The packages could not be installed', 'npm', INSTALL);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  const oldest = OLDEST_NODE.join('.');
  console.error(
    `Minigate needs Node ${oldest} or newer; this is ${process.version}. Install it, for example with "nvm install".`,
  );
  process.exit(2);
}

/**
 * Compares the lockfile with the one npm leaves in node_modules at the end of an installation.
 * Optional packages may be absent: they are for other systems.
 */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  const fits = ([path, entry]) => {
    const present = installed[path];
    if (!present) return path === '' || entry.optional === true;
    return present.version === entry.version && present.integrity === entry.integrity;
  };
  const belongs = ([path, entry]) => path in wanted || entry.optional === true;
  return Object.entries(wanted).every(fits) && Object.entries(installed).every(belongs);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function runOrExit(failure, command, args) {
  const { ok, output } = await runQuietly(command, args);
  if (ok) return;
  process.stderr.write(output);
  console.error(`${failure}: "${[command, ...args].join(' ')}" says why above.`);
  process.exit(1);
}
