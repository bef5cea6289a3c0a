import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readForm, type ReceivedForm } from '../support/upload-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { textFile, uploadBench } from '../support/uploads.ts';

const refused = {
  errMsg: 'uploadFile:fail permission denied can not open file filepath',
  errno: 603303,
};
const missing = { errMsg: 'uploadFile:fail file not found', errno: 1300002 };

/** A server that answers with the digest of what it got. */
async function bench() {
  const { upload, folder, server, network } = await uploadBench(async (message, response) => {
    response.end(JSON.stringify(await readForm(message)));
  });
  const send = async (filePath: string): Promise<Record<string, unknown>> => {
    const result = await upload('/', { filePath }).done;
    if (result.statusCode === undefined) return result;
    return { ...(JSON.parse(String(result.data)) as ReceivedForm).files[0] };
  };
  return { send, folder, server, network };
}

describe('Rule 17: a file inside the program’s folders', () => {
  it('is sent when it is in a folder below', async () => {
    const { send, folder } = await bench();
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(await send(textFile(folder, 'a/b/c.txt', 'text'))).toMatchObject({ fileName: 'c.txt', bytes: 4 });
  });

  it('is sent when the path says more than it needs', async () => {
    const { send, folder } = await bench();
    mkdirSync(join(folder, 'a'));
    textFile(folder, 'c.txt', 'text');
    expect(await send(`${folder}/a/.././/c.txt`)).toMatchObject({ fileName: 'c.txt', bytes: 4 });
  });

  it('is sent through a link that leads to it, under the name that the program wrote', async () => {
    const { send, folder } = await bench();
    symlinkSync(textFile(folder, 'real.txt', 'text'), join(folder, 'link.png'));
    expect(await send(join(folder, 'link.png'))).toMatchObject({
      fileName: 'link.png',
      mimeType: 'image/png',
      bytes: 4,
    });
  });

  it('is not found when there is none', async () => {
    const { send, folder, server } = await bench();
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    textFile(folder, 'file', 'text');
    for (const path of ['none', 'no/such/folder', 'dangling', 'file/below', 'x'.repeat(300)]) {
      expect(await send(join(folder, path))).toMatchObject(missing);
    }
    expect(server.messages).toEqual([]);
  });
});

describe('Rule 17: what is refused', () => {
  it('are paths outside, whether something is there or not', async () => {
    const { send, folder, server } = await bench();
    const outside = temporaryFolder();
    const secret = textFile(outside, 'secret', 'secret');
    const paths = [
      secret,
      join(outside, 'nothing'),
      `${folder}/../${basename(outside)}/secret`,
      `${folder}/../${basename(outside)}/nothing`,
      `${folder}2/file`,
      '/etc/passwd',
      '/proc/self/environ',
    ];
    for (const path of paths) expect(await send(path)).toMatchObject(refused);
    expect(server.messages).toEqual([]);
  });

  it('are links that lead outside, of the file or of a folder above it', async () => {
    const { send, folder } = await bench();
    const outside = temporaryFolder();
    symlinkSync(textFile(outside, 'secret', 'secret'), join(folder, 'link'));
    symlinkSync(outside, join(folder, 'door'));
    symlinkSync(join(folder, 'link'), join(folder, 'twice'));
    for (const path of ['link', 'door/secret', 'door/nothing', 'twice']) {
      expect(await send(join(folder, path))).toMatchObject(refused);
    }
  });

  it('are paths that are not absolute, end as a folder, or hold U+0000', async () => {
    const { send, folder } = await bench();
    const file = textFile(folder, 'file', 'text');
    const paths = [
      'file',
      './file',
      relative(process.cwd(), file),
      `${file}/`,
      `${file}\0`,
      `file://${file}`,
    ];
    for (const path of paths) expect(await send(path)).toMatchObject(refused);
  });

  it('are folders, FIFOs, sockets and devices, without waiting for them', async () => {
    const { send, folder, server } = await bench();
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    symlinkSync(join(folder, 'fifo'), join(folder, 'to-fifo'));
    symlinkSync('/dev/zero', join(folder, 'zero'));
    const listener = createServer().listen(join(folder, 'socket'));
    await once(listener, 'listening');
    onTestFinished(() => void listener.close());
    mkdirSync(join(folder, 'below'));
    for (const path of ['fifo', 'to-fifo', 'zero', 'socket', 'below', '.']) {
      expect(await send(join(folder, path))).toMatchObject(refused);
    }
    expect(await send(folder)).toMatchObject(refused);
    expect(server.messages).toEqual([]);
  });

  it('is the folder that holds the program’s folders', async () => {
    const { send, folder } = await bench();
    expect(await send(dirname(folder))).toMatchObject(refused);
  });

  it('is a file that cannot be read', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may read everything');
    const { send, folder } = await bench();
    writeFileSync(join(folder, 'locked'), 'text', { mode: 0 });
    expect(await send(join(folder, 'locked'))).toMatchObject(refused);
  });
});

describe('Rule 17: links that move while files are opened', () => {
  it('never lead to what is outside', async () => {
    const { send, folder } = await bench();
    const outside = temporaryFolder();
    for (const name of ['real', 'below']) {
      mkdirSync(join(folder, name));
      textFile(folder, `${name}/file`, 'mine');
    }
    textFile(outside, 'file', 'a secret from outside');
    linkSync(join(folder, 'real/file'), join(folder, 'file'));
    symlinkSync(join(folder, 'real'), join(folder, 'door'));
    const swapper = fork(join(import.meta.dirname, '../support/link-swapper.mjs'), [folder, outside]);
    onTestFinished(() => void swapper.kill());
    await once(swapper, 'message');
    const sizes = new Set<unknown>();
    for (let n = 0; n < 1000; n += 1) {
      for (const path of ['door/file', 'file', 'below/file']) {
        const { bytes, errMsg } = await send(join(folder, path));
        sizes.add(bytes ?? errMsg);
      }
    }
    expect(sizes).toContain(4);
    for (const harmless of [4, refused.errMsg, missing.errMsg]) sizes.delete(harmless);
    expect([...sizes]).toEqual([]);
  });
});
