import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { binance } from '@minigate/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callbackNames, downloadLogged } from '../support/calls.ts';
import * as faults from '../support/fault.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { authority, misbehave, serve } from '../support/servers.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const url = 'https://api.example.test/';
const MiB = 1024 * 1024;
const profile = { ...binance, limits: { ...binance.limits, downloadBytes: 4 * MiB } };

/** Some megabytes of a longer body, and then what `end` does. */
function afterMegabytes(end: (connection: faults.FaultConnection) => void): faults.Fault {
  return {
    play: (connection) =>
      void connection.stream.once('data', () => {
        connection.stream.write(`HTTP/1.1 200 OK\r\nContent-Length: ${4 * MiB}\r\n\r\n`);
        connection.stream.write(Buffer.alloc(3 * MiB), () => end(connection));
      }),
  };
}

describe('Rule 16: a partial file never remains', () => {
  const failures: [string, faults.Fault, (number | undefined)?][] = [
    ['a reset', afterMegabytes(({ reset }) => reset())],
    ['a truncated body', afterMegabytes(({ stream }) => void stream.end())],
    ['truncated chunks', faults.truncatedChunks()],
    ['a malformed chunk', faults.malformedChunk()],
    ['a timeout', faults.slowDrip(1), 200],
    ['a file that is too large', faults.endlessBody()],
    ['a body that cannot be decoded', faults.answer('no gzip', ['Content-Encoding: gzip'])],
    [
      'a body that cannot be decoded to its end',
      faults.says(
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n${gzipSync(Buffer.alloc(MiB)).toString('latin1').slice(0, 500)}`,
      ),
    ],
  ];
  it.each(failures)('after %s; a file that was there stays', async (_name, fault, timeout = 20_000) => {
    const network = loopbackNetwork(await misbehave(fault), { profile });
    const filePath = join(network.userDirectory, 'file');
    writeFileSync(filePath, 'before');
    for (const options of [
      { url, timeout },
      { url, timeout, filePath },
    ]) {
      const call = downloadLogged(network, options);
      await call.done;
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
      expect(readdirSync(network.tempDirectory)).toEqual([]);
      expect(readdirSync(network.userDirectory)).toEqual(['file']);
      expect(readFileSync(filePath, 'utf8')).toBe('before');
    }
  });

  it.each(['abort', 'interrupt', 'close'])('after %s', async (how) => {
    const tempDirectory = temporaryFolder();
    const server = await startFaultServer(faults.slowDrip(1), { authority });
    onTestFinished(() => server.close());
    const background = { ...binance.background, grace: 10 };
    const network = loopbackNetwork(server, { tempDirectory, profile: { ...binance, background } });
    const call = downloadLogged(network, { url });
    await new Promise<void>((resolve) => call.task.onHeadersReceived(() => setImmediate(resolve)));
    expect(readdirSync(tempDirectory)).toHaveLength(1);
    if (how === 'abort') call.task.abort();
    else if (how === 'interrupt') network.enterBackground();
    else await network.close();
    const { errMsg } = await call.done;
    expect(errMsg).toBe(how === 'abort' ? 'downloadFile:fail abort' : 'downloadFile:fail interrupted');
    expect(readdirSync(tempDirectory)).toEqual([]);
  });

  it('after a redirect that is refused, or a loop', async () => {
    const network = loopbackNetwork(await misbehave(faults.redirectLoop()));
    await downloadLogged(network, { url }).done;
    expect(readdirSync(network.tempDirectory)).toEqual([]);
  });
});

/** Lets this process write no file beyond so many bytes; the system then refuses as it does on a full disk. */
function limitFileSize(bytes: number): void {
  const set = (limit: string) => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${limit}:`]);
  set(String(bytes));
  onTestFinished(() => void set('unlimited'));
}

function canLimitFileSize(): boolean {
  try {
    execFileSync('prlimit', ['--version']);
    return true;
  } catch {
    return false;
  }
}

describe('Rule 16: a disk that does not take the file', () => {
  it.skipIf(!canLimitFileSize())(
    'because it is full: `download save file error`, and nothing remains',
    async () => {
      const server = await serve((_request, response) => void response.end(Buffer.alloc(3 * MiB, 'x')));
      const network = loopbackNetwork(server);
      expect((await downloadLogged(network, { url }).done).statusCode).toBe(200);
      limitFileSize(1_500_000);
      const call = downloadLogged(network, { url });
      expect(await call.done).toMatchObject({
        errMsg: 'downloadFile:fail download save file error',
        errno: 603300,
      });
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
      expect(readdirSync(network.tempDirectory)).toHaveLength(1);
    },
  );

  it.each(['before', 'after'])('because the folder is gone %s the answer', async (when) => {
    let finish = () => {};
    const server = await serve((_request, response) => {
      response.flushHeaders();
      finish = () => void response.end('x');
    });
    const tempDirectory = temporaryFolder();
    const network = loopbackNetwork(server, { tempDirectory });
    expect(network.tempDirectory).toBe(tempDirectory);
    const settled = eventsOf(network, 'settle');
    const remove = () => rmSync(tempDirectory, { recursive: true });
    if (when === 'before') network.on('send', remove);
    const call = downloadLogged(network, { url });
    await new Promise<void>((resolve) => call.task.onHeadersReceived(() => setImmediate(resolve)));
    if (when === 'after') remove();
    finish();
    expect(await call.done).toMatchObject({ errno: 603300 });
    expect(settled).toMatchObject([
      { error: { code: 'FILE_NOT_SAVED', detail: expect.stringContaining('ENOENT') } },
    ]);
  });

  it('because a folder has come to be in its place', async () => {
    let finish = () => {};
    const server = await serve((_request, response) => {
      response.flushHeaders();
      finish = () => void response.end('x');
    });
    const network = loopbackNetwork(server);
    const filePath = join(network.userDirectory, 'file');
    const call = downloadLogged(network, { url, filePath });
    await new Promise<void>((resolve) => call.task.onHeadersReceived(() => setImmediate(resolve)));
    mkdirSync(filePath);
    finish();
    expect(await call.done).toMatchObject({ errno: 603300 });
    expect(readdirSync(network.userDirectory)).toEqual(['file']);
    expect(readdirSync(filePath)).toEqual([]);
  });

  it('because the folder of the host cannot be made', async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'file'), '');
    const server = await serve((_request, response) => void response.end('x'));
    const network = loopbackNetwork(server, { tempDirectory: join(root, 'file', 'temp') });
    expect(await downloadLogged(network, { url }).done).toMatchObject({ errno: 603300 });
    const filePath = join(root, 'other');
    expect(await downloadLogged(network, { url, filePath }).done).toMatchObject({ errno: 603300 });
    unlinkSync(join(root, 'file'));
    expect(await downloadLogged(network, { url }).done).toMatchObject({ statusCode: 200 });
    renameSync(join(root, 'file'), join(root, 'moved'));
    expect(await downloadLogged(network, { url }).done).toMatchObject({ errno: 603300 });
  });
});
