import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DownloadProgress } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { downloadLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const url = 'https://api.example.test/';
const MiB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('Rule 16: downloadFile streams to disk', () => {
  it('byte for byte, into the temp folder, with the ending that the Content-Type says', async () => {
    const bytes = randomBytes(3 * MiB + 7);
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'Image/PNG; x=y' }).end(bytes);
    });
    const network = loopbackNetwork(server);
    const { tempFilePath = '', filePath } = await downloadLogged(network, { url }).done;
    expect(dirname(tempFilePath)).toBe(network.tempDirectory);
    expect(tempFilePath).toMatch(/tmp_[0-9a-f]{32}\.png$/);
    expect(filePath).toBe('');
    expect(sha256(readFileSync(tempFilePath))).toBe(sha256(bytes));
    expect(readdirSync(network.tempDirectory)).toHaveLength(1);
  });

  it('under a name that nobody can guess: no two are the same, whatever the server says', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, {
        'Content-Type': 'text/../../../etc/passwd',
        'Content-Disposition': 'attachment; filename="../../evil.sh"',
      });
      response.end('x');
    });
    const network = loopbackNetwork(server);
    const calls = Array.from({ length: 12 }, () => downloadLogged(network, { url: `${url}../../evil.sh` }));
    const paths = (await Promise.all(calls.map(({ done }) => done))).map(({ tempFilePath }) => tempFilePath);
    expect(new Set(paths).size).toBe(12);
    for (const path of paths) expect(path).toMatch(/\/tmp_[0-9a-f]{32}$/);
  });

  it('to `filePath` in the user folder or the temp folder; the path comes back as it was given', async () => {
    const server = await serve((_request, response) => void response.end('content'));
    const network = loopbackNetwork(server);
    for (const folder of [network.userDirectory, network.tempDirectory]) {
      const given = `${folder}/./a b.txt`;
      const result = await downloadLogged(network, { url, filePath: given }).done;
      expect(result).toMatchObject({ filePath: given, tempFilePath: '', statusCode: 200 });
      expect(readFileSync(join(folder, 'a b.txt'), 'utf8')).toBe('content');
    }
  });

  it('an empty file too, and over a file that was there', async () => {
    const server = await serve((_request, response) => void response.end());
    const userDirectory = temporaryFolder();
    const network = loopbackNetwork(server, { userDirectory });
    const filePath = join(userDirectory, 'file');
    writeFileSync(filePath, 'before');
    expect((await downloadLogged(network, { url, filePath }).done).statusCode).toBe(200);
    expect(readFileSync(filePath, 'utf8')).toBe('');
    expect(readdirSync(userDirectory)).toEqual(['file']);
  });

  it('keeps a file that was there until the new one is whole', async () => {
    let finish = () => {};
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': 2 * MiB }).write(Buffer.alloc(2 * MiB - 1, 'n'));
      finish = () => void response.end('n');
    });
    const network = loopbackNetwork(server);
    const filePath = join(network.userDirectory, 'file');
    writeFileSync(filePath, 'before');
    const call = downloadLogged(network, { url, filePath });
    await new Promise<void>((resolve) => {
      call.task.onProgressUpdate(({ progress }) => {
        if (progress >= 90) resolve();
      });
    });
    expect(readFileSync(filePath, 'utf8')).toBe('before');
    finish();
    await call.done;
    expect(readFileSync(filePath)).toHaveLength(2 * MiB);
    expect(readdirSync(network.userDirectory)).toEqual(['file']);
  });

  it('two at once to one path leave one whole file', async () => {
    const server = await serve((request, response) => {
      response.end(Buffer.alloc(2 * MiB, request.url === '/a' ? 'a' : 'b'));
    });
    const network = loopbackNetwork(server);
    const filePath = join(network.userDirectory, 'file');
    await Promise.all(['a', 'b'].map((path) => downloadLogged(network, { url: url + path, filePath }).done));
    expect(['a', 'b'].map((char) => sha256(Buffer.alloc(2 * MiB, char)))).toContain(
      sha256(readFileSync(filePath)),
    );
    expect(readdirSync(network.userDirectory)).toEqual(['file']);
  });

  it('tells of progress: it grows, ends at 100 percent, and knows no size where the server tells none', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/sized') response.setHeader('Content-Length', 4 * MiB);
      for (let i = 0; i < 16; i += 1) response.write(Buffer.alloc(MiB / 4));
      response.end();
    });
    const network = loopbackNetwork(server);
    for (const path of ['sized', 'unsized']) {
      const told: DownloadProgress[] = [];
      const call = downloadLogged(network, { url: url + path });
      call.task.onProgressUpdate((progress) => told.push(progress));
      await call.done;
      expect(told.length).toBeGreaterThan(2);
      expect(told.length).toBeLessThanOrEqual(101);
      const written = told.map(({ totalBytesWritten }) => totalBytesWritten);
      expect(written).toEqual(written.toSorted((a, b) => a - b));
      const expected = path === 'sized' ? 4 * MiB : 0;
      expect(told.every(({ totalBytesExpectedToWrite }) => totalBytesExpectedToWrite === expected)).toBe(
        true,
      );
      expect(told.at(-1)).toMatchObject({ progress: 100, totalBytesWritten: 4 * MiB });
      expect(
        told.slice(0, -1).every(({ progress }) => (path === 'sized' ? progress <= 100 : progress === 0)),
      ).toBe(true);
    }
  });

  it('holds no more of it in memory than a few pieces: a server is made to wait for a slow disk', async () => {
    const total = 96 * MiB;
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': total });
      const piece = Buffer.alloc(MiB);
      let left = total;
      const pour = () => {
        while (left > 0) {
          left -= MiB;
          if (!response.write(piece)) return;
        }
        response.end();
      };
      response.on('drain', pour);
      pour();
    });
    const network = loopbackNetwork(server);
    const settled = eventsOf(network, 'settle');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const call = downloadLogged(network, { url });
    call.task.onProgressUpdate(() => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)));
    expect((await call.done).statusCode).toBe(200);
    expect(settled[0]?.bodyBytes).toBe(total);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(total / 2);
  });
});

describe('Rule 16: the folders', () => {
  it('that the network made go with it, those of the host stay', async () => {
    const server = await serve((_request, response) => void response.end('x'));
    const userDirectory = temporaryFolder();
    const network = loopbackNetwork(server, { userDirectory });
    const { tempFilePath = '' } = await downloadLogged(network, { url }).done;
    await downloadLogged(network, { url, filePath: join(userDirectory, 'kept') }).done;
    await network.close();
    expect(existsSync(tempFilePath)).toBe(false);
    expect(readdirSync(userDirectory)).toEqual(['kept']);
  });

  it('of two networks are not shared', async () => {
    const server = await serve((_request, response) => void response.end('x'));
    const [one, two] = [loopbackNetwork(server), loopbackNetwork(server)];
    expect(new Set([one.tempDirectory, one.userDirectory, two.tempDirectory, two.userDirectory]).size).toBe(
      4,
    );
    const filePath = join(two.userDirectory, 'file');
    expect(await downloadLogged(one, { url, filePath }).done).toMatchObject({ errno: 603303 });
  });
});
