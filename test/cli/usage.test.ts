import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temp-folder.ts';
import { minigate, writeFiles } from './minigate.ts';

it.each([
  ['run hello --verbose', "minigate: Unknown option '--verbose'.\nHelp: minigate run --help\n"],
  [
    'run nowhere',
    'minigate: The mini program "nowhere" cannot be opened: it does not exist.\nHelp: minigate run --help\n',
  ],
  [
    'run hello --ca none.pem',
    'minigate: The CA file "none.pem" cannot be read: it does not exist.\nHelp: minigate run --help\n',
  ],
])('minigate %s: one clear sentence, exit 2, no stack trace', async (line, sentence) => {
  const folder = temporaryFolder();
  writeFiles(folder, { 'hello/app.js': '', 'hello/app.json': '{}' });
  expect(await minigate(line.split(' '), folder)).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: sentence,
  });
});
