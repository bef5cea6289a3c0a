import { appendFileSync, truncateSync, unlinkSync, utimesSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { readForm, type ReceivedForm } from '../support/upload-server.ts';
import { descriptorsOn, randomFile, textFile, uploadBench } from '../support/uploads.ts';

const MiB = 1024 ** 2;

/** Larger than what the sockets of both sides hold together. */
const large = 64 * MiB;

/** There the descriptors of a process can be listed. */
const onLinux = process.platform === 'linux';

describe('an upload that is ended', () => {
  it('by abort() fails with abort, and the server sees a broken request', async () => {
    const { upload, folder, server } = await uploadBench(() => undefined);
    const { task, done } = upload('/', { filePath: randomFile(folder, 'f', large).path });
    const message = await server.message(1);
    const broken = new Promise((resolve) => message.once('aborted', resolve));
    task.abort();
    expect(await done).toMatchObject({ errMsg: 'uploadFile:fail abort', errno: 1 });
    message.resume();
    await broken;
    await server.disconnected();
  });

  it('by its timeout fails with timeout', async () => {
    const { upload, folder, server } = await uploadBench(() => undefined);
    const { path } = randomFile(folder, 'f', large);
    expect(await upload('/', { filePath: path, timeout: 300 }).done).toMatchObject({
      errMsg: 'uploadFile:fail timeout',
      errno: 5,
    });
    server.messages[0]?.resume();
    await server.disconnected();
  });

  it('by a reset in the middle fails as a broken connection', async () => {
    const { upload, folder, server } = await uploadBench((message) => {
      message.once('data', () => server.reset());
    });
    const { path } = randomFile(folder, 'f', large);
    expect(await upload('/', { filePath: path }).done).toMatchObject({
      errMsg: expect.stringMatching(/^uploadFile:fail -(101|324):net::/) as string,
      errno: 600001,
    });
  });

  it('by a server that closes without an answer fails as a broken connection', async () => {
    const { upload, folder } = await uploadBench((message) => {
      message.once('data', () => message.socket.end());
    });
    const { path } = randomFile(folder, 'f', large);
    expect(await upload('/', { filePath: path }).done).toMatchObject({ errno: 600001 });
  });

  it.runIf(onLinux).each(['abort', 'close', 'reset', 'answer'])(
    'holds no file open after %s',
    async (ending) => {
      const { upload, folder, server, network } = await uploadBench((message, response) => {
        if (ending === 'reset') message.once('data', () => server.reset());
        if (ending === 'answer') message.resume().on('end', () => response.end());
      });
      const { path } = randomFile(folder, 'f', large);
      const { task, done } = upload('/', { filePath: path });
      const message = await server.message(1);
      if (ending !== 'answer') expect(descriptorsOn(path)).toHaveLength(1);
      if (ending === 'abort') message.once('data', () => task.abort());
      if (ending === 'close') await network.close();
      await done;
      await vi.waitFor(() => expect(descriptorsOn(path)).toEqual([]));
    },
  );
});

describe('an answer that comes before the upload is complete', () => {
  it.each([
    ['when the head has arrived', false],
    ['when a part of the file has arrived', true],
  ])('is success although the server closes at once: %s', async (_, afterData) => {
    const { upload, folder } = await uploadBench((message, response) => {
      const refuse = () => {
        response.writeHead(413, { Connection: 'close' }).end('too large');
      };
      if (afterData) message.once('data', refuse);
      else refuse();
    });
    const { path } = randomFile(folder, 'f', large);
    // Which side is first differs from time to time; the outcome must not.
    for (let round = 0; round < 20; round += 1) {
      expect(await upload('/', { filePath: path }).done).toMatchObject({
        errMsg: 'uploadFile:ok',
        statusCode: 413,
        data: 'too large',
      });
    }
    if (onLinux) await vi.waitFor(() => expect(descriptorsOn(path)).toEqual([]));
  });

  it('is success although the server takes nothing and leaves the connection open', async () => {
    const { upload, folder, server } = await uploadBench((_, response) => {
      response.writeHead(401, { 'Content-Length': 2 }).end('no');
    });
    const { path } = randomFile(folder, 'f', large);
    const { done, progress } = upload('/', { filePath: path });
    const result = await done;
    expect(result).toMatchObject({ statusCode: 401, data: 'no' });
    expect(progress.every((event) => event.progress < 100)).toBe(true);
    const { requestStart, requestEnd, responseStart, httpRttEstimate } = result.profile as Record<
      string,
      number
    >;
    expect(requestEnd).toBeGreaterThanOrEqual(Number(requestStart));
    expect(requestEnd).toBeGreaterThanOrEqual(Number(responseStart));
    expect(httpRttEstimate).toBe(0);
    await server.disconnected();
  });

  it('leaves the next call a connection that works', async () => {
    const { upload, folder } = await uploadBench(async (message, response) => {
      if (message.url === '/refused') response.writeHead(413).end();
      else response.end(JSON.stringify(await readForm(message)));
    });
    const { path, sha256 } = randomFile(folder, 'f', large);
    expect(await upload('/refused', { filePath: path }).done).toMatchObject({ statusCode: 413 });
    const { data } = await upload('/taken', { filePath: path }).done;
    expect((JSON.parse(String(data)) as ReceivedForm).files[0]?.sha256).toBe(sha256);
  });
});

describe('a file that changes', () => {
  it.each([
    ['becomes shorter', (path: string) => truncateSync(path, 48 * MiB)],
    ['becomes longer', (path: string) => appendFileSync(path, 'one line more\n')],
    ['is written to', (path: string) => utimesSync(path, 1, 1)],
  ])('fails the call and never completes the form when it %s', async (_, change) => {
    const forms: unknown[] = [];
    let release = (): void => undefined;
    const { upload, folder, server } = await uploadBench(async (message) => {
      await new Promise<void>((resolve) => (release = resolve));
      forms.push(await readForm(message).catch(() => 'incomplete'));
    });
    const { path } = randomFile(folder, 'f', large);
    const { done } = upload('/', { filePath: path });
    await server.message(1);
    change(path);
    release();
    expect(await done).toMatchObject({
      errMsg: 'uploadFile:fail file changed while it was sent',
      errno: 600010,
    });
    await vi.waitFor(() => expect(forms).toEqual(['incomplete']));
  });

  it('is sent to its end although it is removed meanwhile', async () => {
    let release = (): void => undefined;
    const { upload, folder, server } = await uploadBench(async (message, response) => {
      await new Promise<void>((resolve) => (release = resolve));
      response.end(JSON.stringify(await readForm(message)));
    });
    const { path, sha256 } = randomFile(folder, 'f', large);
    const { done } = upload('/', { filePath: path });
    await server.message(1);
    unlinkSync(path);
    release();
    const { data } = await done;
    expect((JSON.parse(String(data)) as ReceivedForm).files[0]?.sha256).toBe(sha256);
  });

  it('fails the call with `file not found` when it is gone once the call leaves the queue', async () => {
    const waiting: (() => void)[] = [];
    const { upload, folder, server } = await uploadBench((message, response) => {
      message.resume().on('end', () => waiting.push(() => response.end()));
    });
    const kept = textFile(folder, 'kept', 'a');
    const removed = textFile(folder, 'removed', 'b');
    const first = Array.from({ length: 10 }, () => upload('/', { filePath: kept }));
    const { done } = upload('/', { filePath: removed });
    await vi.waitFor(() => expect(waiting).toHaveLength(10));
    unlinkSync(removed);
    waiting[0]?.();
    expect(await done).toMatchObject({ errMsg: 'uploadFile:fail file not found', errno: 1300002 });
    for (const answer of waiting) answer();
    await Promise.all(first.map((call) => call.done));
    expect(server.messages).toHaveLength(10);
  });
});
