import { createRecorder, toHar } from '@minigate/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { programFolder } from './support/program-folder.ts';
import { startProgram } from './support/start-program.ts';

const files = {
  'app.js': `const lib = require('./lib/net');
wx.request({ url: 'https://api.example.test/a' });
lib.get();
setTimeout(() => { wx.connectSocket({ url: 'wss://live.example.test/' }); });
(async () => {
  await null;
  wx.request(undefined);
})();`,
  'lib/net.js': `module.exports.get = () => {
  wx.downloadFile({ url: 'https://api.example.test/b' });
};`,
};

async function run(traceCalls: boolean | undefined) {
  const server = await startHttpsServer((_, response) => void response.end('x'));
  onTestFinished(() => server.close());
  const directory = programFolder(files);
  const { program } = await startProgram({
    directory,
    server,
    ...(traceCalls !== undefined && { traceCalls }),
  });
  const recorder = createRecorder(program);
  await program.idle();
  return recorder;
}

test('each call says where in the program it was made, its HAR too', async () => {
  const recorder = await run(true);
  const places = Object.fromEntries(
    recorder.entries.map(({ api, url, source }) => [`${api} ${url}`, source]),
  );
  expect(places).toEqual({
    'request https://api.example.test/a': expect.stringMatching(/^app\.js:2:\d+$/),
    'downloadFile https://api.example.test/b': expect.stringMatching(/^lib\/net\.js:2:\d+$/),
    'connectSocket wss://live.example.test/': expect.stringMatching(/^app\.js:4:\d+$/),
    'request ': expect.stringMatching(/^app\.js:7:\d+$/),
  });
  const { log } = toHar(recorder.entries, { creator: { name: 'minigate', version: '1.2.3' } });
  for (const { _minigate: detail } of log.entries) expect(detail.source).toMatch(/\.js:\d+:\d+$/);
});

test.each([false, undefined])('no call says so where nobody asked: %s', async (traceCalls) => {
  const { entries } = await run(traceCalls);
  expect(entries).toHaveLength(4);
  for (const { source } of entries) expect(source).toBeUndefined();
});

test('a program that breaks its own stacks has calls without a place', async () => {
  const source = `Error.stackTraceLimit = 0; Error.prepareStackTrace = () => { throw new Error('no'); };
Object.defineProperty(Error.prototype, 'stack', { get() { throw new Error('mine'); } });
wx.request({ url: 'https://api.example.test/a' });`;
  const { program, faults } = await startProgram({ source, traceCalls: true });
  const recorder = createRecorder(program);
  await program.idle();
  expect(faults).toEqual([]);
  expect(recorder.entries).toHaveLength(1);
});
