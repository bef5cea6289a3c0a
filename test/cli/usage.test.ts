import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temp-folder.ts';
import { minigate, writeFiles } from './minigate.ts';

const broken = JSON.stringify({ mocks: [{ url: 'https://api.example.test/*', status: 99 }] });

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
  [
    'run hello --mocks broken.json',
    'minigate: The mock answers "broken.json" cannot be used.\n' +
      '  mocks[0].status must be a whole number from 200 to 599.\nHelp: minigate run --help\n',
  ],
])('minigate %s: one clear sentence, exit 2, no stack trace', async (line, sentence) => {
  const folder = temporaryFolder();
  writeFiles(folder, { 'hello/app.js': '', 'hello/app.json': '{}', 'broken.json': broken });
  expect(await minigate(line.split(' '), folder)).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: sentence,
  });
});
