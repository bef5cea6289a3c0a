import { describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.ts';
import { createCosService } from './support/cos-service.ts';
import { failureOf } from './support/failure.ts';
import { type Mode, modes, openLab, openListedLab } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { default as COS } from 'cos-wx-sdk-v5'");

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  ETag?: string;
  Body?: unknown;
  Contents?: { Key: string }[];
}

type Call = (options: object) => Promise<Answer>;

interface Cos {
  putObject: Call;
  getObject: Call;
  headObject: Call;
  deleteObject: Call;
  postObject: Call;
  getBucket: Call;
  sliceUploadFile: Call;
}

const bucket = { Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' };
const bucketHost = 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com';

function client(wx: object, more: object): Cos {
  const { COS } = load<{ COS: new (options: object) => Cos }>(code, { wx });
  return new COS({ SecretId: 'id-of-a-test', SecretKey: 'key-of-a-test', EnableTracker: false, ...more });
}

/** The service stands at its real name when the program's list decides, and at an address while the host debugs. */
async function open(mode: Mode) {
  const service = createCosService();
  const lab = await openLab(mode, { handler: service.handler, names: [bucketHost] });
  const secure = lab.origin.startsWith('https:');
  const cos = client(lab.wx, secure ? {} : { Protocol: 'http:', Domain: lab.origin });
  return { ...lab, ...service, cos };
}

describe.each(modes)('cos-wx-sdk-v5, %s', (mode) => {
  it('puts text, signed, under a key with characters of any language', async () => {
    const { cos, objects, server } = await open(mode);
    const { statusCode } = await cos.putObject({ ...bucket, Key: 'dir/你好.txt', Body: 'hello 你好' });
    expect(statusCode).toBe(200);
    expect(objects.get('dir/你好.txt')?.toString()).toBe('hello 你好');
    expect(server.requests[0]?.headers.authorization).toMatch(/q-sign-algorithm=sha1/);
  });

  it('puts the bytes of an ArrayBuffer', async () => {
    const { cos, objects } = await open(mode);
    await cos.putObject({ ...bucket, Key: 'bin', Body: Uint8Array.from([0, 1, 254, 255]).buffer });
    expect(objects.get('bin')).toEqual(Buffer.from([0, 1, 254, 255]));
  });

  it('finds the headers of the answer', async () => {
    const { cos } = await open(mode);
    const { ETag, headers } = await cos.putObject({ ...bucket, Key: 'k', Body: 'x' });
    expect(ETag).toBe('"etag-1"');
    expect(headers['x-cos-request-id']).toBe('REQ-1');
  });

  it('gets an object as text, and as an ArrayBuffer', async () => {
    const { cos, objects } = await open(mode);
    objects.set('a', Buffer.from('hello 你好'));
    expect((await cos.getObject({ ...bucket, Key: 'a' })).Body).toBe('hello 你好');
    objects.set('b', Buffer.from([0, 255, 1]));
    const { Body } = await cos.getObject({ ...bucket, Key: 'b', DataType: 'arraybuffer' });
    expect(Body).toStrictEqual(Uint8Array.from([0, 255, 1]).buffer);
  });

  it('asks with HEAD, and deletes', async () => {
    const { cos, objects } = await open(mode);
    objects.set('a', Buffer.from('x'));
    expect((await cos.headObject({ ...bucket, Key: 'a' })).statusCode).toBe(200);
    expect((await cos.deleteObject({ ...bucket, Key: 'a' })).statusCode).toBe(204);
    expect(objects.size).toBe(0);
  });

  it('reads the code of an error in the XML of a 404', async () => {
    const { cos } = await open(mode);
    expect(await failureOf(cos.getObject({ ...bucket, Key: 'missing' }))).toMatchObject({
      statusCode: 404,
      error: { Code: 'NoSuchKey' },
    });
  });

  it('posts a file with the fields of its signature, and tells the progress', async () => {
    const { cos, objects, forms, file } = await open(mode);
    const events: { percent: number }[] = [];
    const { statusCode } = await cos.postObject({
      ...bucket,
      Key: 'up/p.png',
      FilePath: file('p.png', 140_000),
      onProgress: (event: { percent: number }) => events.push(event),
    });
    expect(statusCode).toBe(200);
    expect(objects.get('up/p.png')).toHaveLength(140_000);
    expect(forms[0]?.get('Signature')).toMatch(/q-sign/);
    expect(events.at(-1)?.percent).toBe(1);
  });

  it('reads the list of a bucket', async () => {
    const { cos, objects } = await open(mode);
    objects.set('a', Buffer.from('x')).set('b', Buffer.from('y'));
    const { Contents } = await cos.getBucket(bucket);
    expect(Contents?.map(({ Key }) => Key)).toEqual(['a', 'b']);
  });

  it('uploads a large file in parts, and they come together in order', async () => {
    const { cos, objects, file } = await open(mode);
    const { statusCode } = await cos.sliceUploadFile({
      ...bucket,
      Key: 'big',
      FilePath: file('big.bin', 2_500_000),
      ChunkSize: 1024 * 1024,
      AsyncLimit: 3,
    });
    expect(statusCode).toBe(200);
    expect(objects.get('big')).toHaveLength(2_500_000);
  });
});

it("rejects cos-wx-sdk-v5's call to a bucket outside the list with our sentence, and nothing is sent", async () => {
  const { wx, server } = await openListedLab();
  const failure = await failureOf(client(wx, {}).getObject({ ...bucket, Key: 'a' }));
  expect(JSON.stringify(failure)).toContain('request:fail url not in domain list');
  expect(server.requests).toEqual([]);
});
