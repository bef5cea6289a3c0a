import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readForm, type ReceivedForm } from '../support/upload-server.ts';
import { randomFile, textFile, type Upload, uploadBench } from '../support/uploads.ts';

const MiB = 1024 ** 2;
const large = 64 * MiB;

/** Gives the event loop so many turns. */
async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

const percents = ({ progress }: Upload) => progress.map((event) => event.progress);

describe('a large file', () => {
  it('arrives whole, with progress that only grows and ends at 100', async () => {
    const { upload, folder, server } = await uploadBench(async (message, response) => {
      response.end(JSON.stringify(await readForm(message)));
    });
    const { path, sha256 } = randomFile(folder, 'f', large);
    const call = upload('/', { filePath: path });
    const { data } = await call.done;
    expect((JSON.parse(String(data)) as ReceivedForm).files[0]).toMatchObject({ bytes: large, sha256 });
    const told = percents(call);
    expect(told.at(-1)).toBe(100);
    expect(told.length).toBeGreaterThan(32);
    expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
    const whole = Number(server.messages[0]?.headers['content-length']);
    expect(call.progress.at(-1)).toEqual({
      progress: 100,
      totalBytesSent: whole,
      totalBytesExpectedToSend: whole,
    });
    expect(whole).toBeGreaterThan(large);
  });

  it('waits for a server that is slow to take it', async () => {
    let waiting: IncomingMessage | undefined;
    let finish = (): void => undefined;
    const { upload, folder, server, network } = await uploadBench((message, response) => {
      if (message.method === 'GET') {
        response.end();
        return;
      }
      waiting = message;
      finish = () => void readForm(message).then((form) => response.end(JSON.stringify(form)));
    });
    const { path, sha256 } = randomFile(folder, 'f', large);
    const call = upload('/', { filePath: path });
    await server.message(1);
    // Other calls take their turns meanwhile, so there is time enough to run ahead.
    for (let n = 0; n < 50; n += 1) {
      await new Promise((complete) => network.api.request({ url: `${server.origin}/`, complete }));
    }
    expect(call.progress.at(-1)?.totalBytesSent ?? 0).toBeLessThan(large / 2);
    expect(waiting?.readableFlowing).toBeNull();
    finish();
    const { data } = await call.done;
    expect((JSON.parse(String(data)) as ReceivedForm).files[0]?.sha256).toBe(sha256);
  });

  it('arrives whole without TLS too, where the connection keeps the buffer until it is sent', async () => {
    const { upload, folder } = await uploadBench(
      async (message, response) => {
        await turns(100);
        response.end(JSON.stringify(await readForm(message)));
      },
      { debugging: true },
      'http',
    );
    const { path, sha256 } = randomFile(folder, 'f', large);
    const { data } = await upload('/', { filePath: path }).done;
    expect((JSON.parse(String(data)) as ReceivedForm).files[0]).toMatchObject({ bytes: large, sha256 });
  });

  it('goes up ten at a time', async () => {
    const { upload, folder } = await uploadBench(async (message, response) => {
      response.end(JSON.stringify(await readForm(message)));
    });
    const files = Array.from({ length: 12 }, (_, n) => randomFile(folder, `f${n}`, 3 * MiB + n));
    const results = await Promise.all(files.map(({ path }) => upload('/', { filePath: path }).done));
    const digests = results.map(({ data }) => (JSON.parse(String(data)) as ReceivedForm).files[0]?.sha256);
    expect(digests).toEqual(files.map(({ sha256 }) => sha256));
  });
});

describe('a redirect of an upload', () => {
  const readingFrom = (last: string, status: number, early: boolean) =>
    uploadBench(async (message, response) => {
      if (message.url === last) {
        const form = message.method === 'POST' ? await readForm(message) : message.method;
        response.end(JSON.stringify(form));
        return;
      }
      if (!early) await readForm(message);
      response.writeHead(status, { Location: last }).end();
    });

  it.each([
    [307, 'after', false],
    [308, 'after', false],
    [307, 'before', true],
    [308, 'before', true],
  ] as const)('with %i, given %s the form was read, sends the same form again', async (status, _, early) => {
    const { upload, folder, server } = await readingFrom('/end', status, early);
    const { path, sha256 } = randomFile(folder, 'f', large / 4);
    const call = upload('/start', { filePath: path, formData: { a: 'b' } });
    const result = await call.done;
    expect(JSON.parse(String(result.data))).toMatchObject({ fields: [['a', 'b']], files: [{ sha256 }] });
    const [first, second] = server.messages.map(({ headers }) => headers);
    expect(second?.['content-type']).toBe(first?.['content-type']);
    expect(second?.['content-length']).toBe(first?.['content-length']);
    const told = percents(call);
    expect(told.at(-1)).toBe(100);
    expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
  });

  it.each([301, 302, 303])('with %i becomes a GET without a body', async (status) => {
    const { upload, folder, server } = await readingFrom('/end', status, true);
    const { path } = randomFile(folder, 'f', large / 4);
    const result = await upload('/start', { filePath: path, header: { 'X-Own': '1' } }).done;
    expect(result).toMatchObject({ data: '"GET"', statusCode: 200 });
    const headers = server.messages[1]?.headers;
    expect(headers).toMatchObject({ 'x-own': '1', referer: 'https://www.binance.com' });
    expect(headers).not.toHaveProperty('content-type');
    expect(headers).not.toHaveProperty('content-length');
  });

  it('to a server that is not in the list fails and sends nothing there', async () => {
    const { upload, folder, server } = await uploadBench((message, response) => {
      response.writeHead(307, { Location: 'https://other.example.test/' }).end();
      message.resume();
    });
    const filePath = textFile(folder, 'a', 'a');
    expect(await upload('/', { filePath }).done).toMatchObject({
      errMsg: 'uploadFile:fail url not in domain list',
    });
    expect(server.messages).toHaveLength(1);
  });
});
