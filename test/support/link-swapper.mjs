/**
 * `link-swapper.mjs FOLDER OUTSIDE`: until it is killed, makes FOLDER/door lead to FOLDER/real and to OUTSIDE in
 * turns, FOLDER/file be a file and a link to OUTSIDE/file, and FOLDER/below a folder and a link to OUTSIDE.
 */
import { linkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', outside = ''] = process.argv.slice(2);
const next = join(folder, 'next');

function turn() {
  replace('door', () => symlinkSync(outside, next));
  replace('door', () => symlinkSync(join(folder, 'real'), next));
  replace('file', () => symlinkSync(join(outside, 'file'), next));
  replace('file', () => linkSync(join(folder, 'real/file'), next));
  // A link cannot replace a folder in one step.
  renameSync(join(folder, 'below'), next);
  symlinkSync(outside, join(folder, 'below'));
  unlinkSync(join(folder, 'below'));
  renameSync(next, join(folder, 'below'));
}

/** @param {string} name @param {() => void} make */
function replace(name, make) {
  make();
  renameSync(next, join(folder, name));
}

setInterval(() => {
  for (let n = 0; n < 1000; n += 1) turn();
}, 0);
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
