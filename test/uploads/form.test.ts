import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readForm, type ReceivedForm } from '../support/upload-server.ts';
import { randomFile, textFile, uploadBench } from '../support/uploads.ts';

/** As much as is read at once. */
const piece = 256 * 1024;

/** A server that reads each form and answers with what it read. */
function readingBench() {
  return uploadBench(async (message, response) => {
    response.end(JSON.stringify(await readForm(message)));
  });
}

const received = (result: Record<string, unknown>) => JSON.parse(String(result.data)) as ReceivedForm;

/** The form as the platform's own parser reads it; it undoes the percent-encoding of names. */
async function readByPlatform(message: IncomingMessage): Promise<[string, string][]> {
  const { 'content-type': type = '' } = message.headers;
  const form = await new Response(await buffer(message), { headers: { 'content-type': type } }).formData();
  return Promise.all(
    [...form].map(async ([name, value]): Promise<[string, string]> => {
      return [name, typeof value === 'string' ? value : `${value.name}: ${await value.text()}`];
    }),
  );
}

describe('the form of an upload', () => {
  it('holds every byte of the file, under the name, base name and type that belong to it', async () => {
    const { upload, folder, server } = await readingBench();
    const { path, sha256 } = randomFile(folder, 'photo of me.JPG', 3_000_001);
    const result = await upload('/photos', { filePath: path, name: 'photo' }).done;
    expect(result).toMatchObject({ errMsg: 'uploadFile:ok', statusCode: 200 });
    expect(received(result)).toEqual({
      fields: [],
      files: [
        { name: 'photo', fileName: 'photo of me.JPG', mimeType: 'image/jpeg', bytes: 3_000_001, sha256 },
      ],
    });
    expect(server.messages[0]).toMatchObject({ method: 'POST', url: '/photos' });
  });

  it.each([0, 1, piece - 1, piece, piece + 1, 2 * piece, 3 * piece])(
    'holds a file of %i bytes',
    async (size) => {
      const { upload, folder } = await readingBench();
      const { path, sha256 } = randomFile(folder, 'data', size);
      const [file] = received(await upload('/', { filePath: path }).done).files;
      expect(file).toEqual({
        name: 'file',
        fileName: 'data',
        mimeType: 'application/octet-stream',
        bytes: size,
        sha256,
      });
    },
  );

  it('has the fields first, in their order, as text', async () => {
    const { upload, folder } = await readingBench();
    const formData = {
      key: 'a/b.txt',
      page: 3,
      on: true,
      none: null,
      skipped: undefined,
      list: [1, 'two'],
      nested: { deep: { er: 1 } },
      call: () => 1,
      empty: '',
    };
    const { fields, files } = received(
      await upload('/', { filePath: textFile(folder, 'b.txt', 'text'), formData }).done,
    );
    expect(fields).toEqual([
      ['key', 'a/b.txt'],
      ['page', '3'],
      ['on', 'true'],
      ['none', 'null'],
      ['list', '[1,"two"]'],
      ['nested', '{"deep":{"er":1}}'],
      ['empty', ''],
    ]);
    expect(files).toHaveLength(1);
  });

  it('carries every name and value that text can be, and none breaks out of its part', async () => {
    const forms: [string, string][][] = [];
    const { upload, folder } = await uploadBench(async (message, response) => {
      forms.push(await readByPlatform(message));
      response.end();
    });
    const name = 'the "file"\r\nContent-Type: text/html\r\n\r\n<b>';
    const filePath = textFile(folder, 'a "b"\n%22 ü 猫 🐈.txt', 'content');
    const formData = {
      'quo"te': 'va"lue',
      'line\nbreak': 'one\ntwo\rthree\r\nfour',
      'x"; filename="y': '--boundary--\r\n',
      '%22': '%0D%0A',
      'naïve 猫 🐈': 'naïve 猫 🐈',
      'semi;colon=': '\0\t',
      ['__proto__']: 'own',
    };
    const result = await upload('/', { filePath, name, formData }).done;
    expect(result).toMatchObject({ errMsg: 'uploadFile:ok' });
    expect(forms[0]).toEqual([
      ['quo"te', 'va"lue'],
      ['line\r\nbreak', 'one\r\ntwo\r\nthree\r\nfour'],
      ['x"; filename="y', '--boundary--\r\n'],
      ['"', '%0D%0A'],
      ['naïve 猫 🐈', 'naïve 猫 🐈'],
      ['semi;colon=', '\0\t'],
      ['__proto__', 'own'],
      [name, 'a "b"\n" ü 猫 🐈.txt: content'],
    ]);
  });

  it('is written byte for byte as the HTML Standard says', async () => {
    let body = '';
    const { upload, folder, server } = await uploadBench(async (message, response) => {
      body = (await buffer(message)).toString();
      response.end();
    });
    const filePath = textFile(folder, 'a "b".html', '<p>\n');
    await upload('/', { filePath, name: 'f\n', formData: { 'a"\r': 'b"\n' } }).done;
    const { headers } = await server.message(1);
    const boundary = /^multipart\/form-data; boundary=([-A-Za-z0-9]{40,70})$/.exec(
      headers['content-type'] ?? '',
    );
    const line = `--${boundary?.[1]}`;
    expect(body.split('\r\n')).toEqual([
      line,
      'Content-Disposition: form-data; name="a%22%0D%0A"',
      '',
      'b"',
      '',
      line,
      'Content-Disposition: form-data; name="f%0D%0A"; filename="a %22b%22.html"',
      'Content-Type: text/html',
      '',
      '<p>\n',
      `${line}--`,
      '',
    ]);
  });

  it('has a boundary of its own in each call', async () => {
    const { upload, folder, server } = await readingBench();
    const filePath = textFile(folder, 'a', 'a');
    await Promise.all([upload('/', { filePath }).done, upload('/', { filePath }).done]);
    const types = server.messages.map(({ headers }) => headers['content-type']);
    expect(new Set(types).size).toBe(2);
  });
});

describe('the headers of an upload', () => {
  it('are the host’s where they announce the form, whatever the program says', async () => {
    const { upload, folder, server } = await readingBench();
    const filePath = textFile(folder, 'a.txt', 'twelve bytes');
    const header = {
      'CONTENT-type': 'multipart/form-data; boundary=mine',
      'Content-Length': '3',
      'Transfer-Encoding': 'chunked',
      Expect: '100-continue',
      referer: 'https://elsewhere.example.com',
      'X-Own': 'kept',
    };
    const result = await upload('/', { filePath, header, formData: { a: 1 } }).done;
    expect(received(result)).toMatchObject({ fields: [['a', '1']], files: [{ bytes: 12 }] });
    const { headers, rawHeaders } = await server.message(1);
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=----MinigateForm/) as string,
      'content-length': expect.stringMatching(/^\d+$/) as string,
      referer: 'https://www.binance.com',
      'x-own': 'kept',
    });
    expect(headers).not.toHaveProperty('transfer-encoding');
    expect(headers).not.toHaveProperty('expect');
    expect(rawHeaders.filter((name) => /^content-(type|length)$/i.test(name))).toHaveLength(2);
  });
});

describe('the result of an upload', () => {
  it('has JSON as text', async () => {
    const { upload, folder } = await uploadBench((message, response) => {
      message.resume().on('end', () => {
        response.writeHead(201, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] });
        response.end('\uFEFF{"id":7}');
      });
    });
    const result = await upload('/', { filePath: textFile(folder, 'a', 'a') }).done;
    expect(result).toMatchObject({
      data: '{"id":7}',
      statusCode: 201,
      cookies: ['a=1', 'b=2'],
      header: { 'Content-Type': 'application/json', 'Set-Cookie': 'a=1, b=2' },
      errMsg: 'uploadFile:ok',
    });
    expect(result.profile).toMatchObject({ peerIP: '127.0.0.1', socketReused: false });
  });

  it('has text of another charset decoded', async () => {
    const { upload, folder } = await uploadBench((message, response) => {
      message.resume().on('end', () => {
        response.setHeader('Content-Type', 'text/plain; charset=gbk');
        response.end(Buffer.from([0xc4, 0xe3, 0xba, 0xc3]));
      });
    });
    const result = await upload('/', { filePath: textFile(folder, 'a', 'a') }).done;
    expect(result.data).toBe('你好');
  });

  it.each([404, 500, 204])('is success with status %i', async (status) => {
    const { upload, folder } = await uploadBench((message, response) => {
      message.resume().on('end', () => response.writeHead(status).end());
    });
    const result = await upload('/', { filePath: textFile(folder, 'a', 'a') }).done;
    expect(result).toMatchObject({ statusCode: status, data: '', errMsg: 'uploadFile:ok' });
  });

  it('fails when the answer is larger than the host takes', async () => {
    const { upload, folder } = await uploadBench((message, response) => {
      message.resume().on('end', () => response.end(Buffer.alloc(33 * 1024 ** 2)));
    });
    const result = await upload('/', { filePath: textFile(folder, 'a', 'a') }).done;
    expect(result).toMatchObject({ errno: 602300 });
  });

  it('takes files from the temp folder too, such as one that was downloaded', async () => {
    const { upload, network } = await readingBench();
    const filePath = join(network.tempDirectory, 'tmp_1.png');
    writeFileSync(filePath, 'image');
    const [file] = received(await upload('/', { filePath }).done).files;
    expect(file).toMatchObject({ fileName: 'tmp_1.png', mimeType: 'image/png', bytes: 5 });
  });
});
