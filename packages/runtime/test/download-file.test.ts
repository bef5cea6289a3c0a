import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { startProgram } from './support/start-program.ts';

const server = await startHttpsServer((request, response) => {
  if (request.url === '/never') return;
  response
    .writeHead(request.url === '/gone' ? 404 : 200, {
      'Content-Type': 'text/plain',
      'Content-Length': 100_000,
    })
    .end('x'.repeat(100_000));
});
afterAll(() => server.close());

async function run(source: string) {
  const tempDirectory = temporaryFolder();
  const userDirectory = temporaryFolder();
  const started = await startProgram({
    source: `const base = 'https://api.example.test'; ${source}`,
    server,
    tempDirectory,
    userDirectory,
  });
  await started.program.idle();
  return { ...started, tempDirectory, userDirectory };
}

describe('downloadFile in the sandbox', () => {
  test('shows the file as wxfile://tmp/… and keeps the real path to itself', async () => {
    const { lines, tempDirectory } = await run(`
      const task = wx.downloadFile({ url: base + '/a.txt', success: (res) => console.log(JSON.stringify(res)), complete: (res) => console.log(res.tempFilePath, res.filePath === '') });
      console.log(Object.keys(task).join());`);
    const [keys, whole = '', path = ''] = lines;
    expect(keys).toBe('abort,onHeadersReceived,offHeadersReceived,onProgressUpdate,offProgressUpdate');
    const [, name = ''] = /^wxfile:\/\/tmp\/([^/]+\.txt) true$/.exec(path) ?? [];
    expect(readFileSync(join(tempDirectory, name), 'utf8')).toBe('x'.repeat(100_000));
    expect(whole).not.toContain(tempDirectory);
    expect(JSON.parse(whole)).toMatchObject({
      statusCode: 200,
      errMsg: 'downloadFile:ok',
      profile: { peerIP: '127.0.0.1' },
    });
  });

  test('saves to wx.env.USER_DATA_PATH under the name that the program gives', async () => {
    const { lines, userDirectory } = await run(`
      console.log(wx.env.USER_DATA_PATH);
      wx.downloadFile({ url: base + '/gone', filePath: wx.env.USER_DATA_PATH + '/kept.txt', success: (res) => console.log(res.statusCode, res.filePath, res.tempFilePath === '') });`);
    expect(lines).toEqual(['wxfile://usr', '404 wxfile://usr/kept.txt true']);
    expect(readFileSync(join(userDirectory, 'kept.txt'), 'utf8')).toHaveLength(100_000);
  });

  test.each([
    '/etc/kept',
    'kept',
    'wxfile://usr/../kept',
    'wxfile://usr//kept',
    'wxfile://usr/.',
    'wxfile://usr/',
    'wxfile://other/kept',
    'wxfile://usr/a\\\\b',
    'file:///tmp/kept',
    'wxfile://usr/a/../../b',
  ])('fails for the path %s', async (path) => {
    const { lines } = await run(
      `wx.downloadFile({ url: base + '/', filePath: '${path}', success: () => console.log('saved'), fail: (res) => console.log(res.errno) });`,
    );
    expect(lines).toEqual(['603303']);
  });

  test.each(['5', '{}', 'Symbol()'])('fails for a path that is %s', async (value) => {
    const { lines } = await run(
      `wx.downloadFile({ url: base + '/', filePath: ${value}, complete: (res) => console.log(res.errno) });`,
    );
    expect(lines).toEqual(['1001']);
  });

  test('tells of its progress until the listener is removed, and ends at 100', async () => {
    const { lines } = await run(`
      let last;
      const task = wx.downloadFile({ url: base + '/', complete: () => console.log(last.progress, last.totalBytesWritten, last.totalBytesExpectedToWrite) });
      task.onProgressUpdate((progress) => { last = progress; });
      const removed = () => console.log('removed');
      task.onProgressUpdate(removed);
      task.offProgressUpdate(removed);
      task.onHeadersReceived((res) => console.log('head', res.statusCode));`);
    expect(lines).toEqual(['head 200', '100 100000 100000']);
  });

  test('is aborted', async () => {
    const { lines } = await run(`
      const task = wx.downloadFile({ url: base + '/never', fail: (res) => console.log(res.errMsg) });
      setTimeout(task.abort, 10);`);
    expect(lines).toEqual(['downloadFile:fail abort']);
  });

  test('throws nothing for options that are none', async () => {
    const { lines, faults } = await run(
      `console.log(typeof wx.downloadFile().abort, typeof wx.downloadFile(5).onProgressUpdate);`,
    );
    expect(faults).toEqual([]);
    expect(lines).toEqual(['function function']);
  });
});
