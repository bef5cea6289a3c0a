import type { UploadFileOptions } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { uploadLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';
import { fileIn, take } from './support/upload-body.ts';

const needed = { url: 'https://api.example.com/upload', filePath: '/nowhere', name: 'file' };

/** What a call with these options fails with; nothing is sent for it. */
async function failureOf(options: unknown): Promise<Record<string, unknown>> {
  const { network, transport } = scriptedNetwork();
  const failure = await new Promise<Record<string, unknown>>((resolve) => {
    network.on('settle', ({ result }) => resolve({ ...result }));
    network.api.uploadFile(options as never);
  });
  expect(transport.exchanges).toEqual([]);
  return failure;
}

function fault(): never {
  throw new Error('hostile');
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

const values: [type: string, value: unknown][] = [
  ['Undefined', undefined],
  ['Null', null],
  ['Boolean', true],
  ['Number', 7],
  ['BigInt', 7n],
  ['String', 'text'],
  ['Symbol', Symbol('s')],
  ['Function', () => 1],
  ['Array', []],
  ['Object', {}],
  ['Object', Object.create(null)],
  ['Object', new Date()],
  ['Object', new Proxy({}, {})],
  ['Object', new ArrayBuffer(3)],
];

/** Each of the options with each value that is of none of the types. */
function eachOf(options: string[], types: string[]): [option: string, type: string, value: unknown][] {
  const wrong = values.filter(([type]) => !types.includes(type));
  return options.flatMap((option) =>
    wrong.map(([type, value]): [string, string, unknown] => [option, type, value]),
  );
}

describe('the options of uploadFile', () => {
  it.each(values.filter(([type]) => type !== 'Object'))('are an object, no %s', async (type, value) => {
    expect(await failureOf(value)).toMatchObject({
      errMsg: `uploadFile:fail parameter error: parameter should be Object instead of ${type}`,
      errno: 1001,
    });
  });

  it.each(eachOf(['url', 'filePath', 'name'], ['String']))(
    'have text in `%s`, no %s',
    async (option, type, value) => {
      // `null` counts as absent where an option is not the URL.
      const named = type === 'Null' && option !== 'url' ? 'Undefined' : type;
      expect(await failureOf({ ...needed, [option]: value })).toMatchObject({
        errMsg: `uploadFile:fail parameter error: parameter.${option} should be String instead of ${named};`,
        errno: 1001,
      });
    },
  );

  it.each(['filePath', 'name'])('have some text in `%s`', async (option) => {
    expect(await failureOf({ ...needed, [option]: '' })).toMatchObject({
      errMsg: `uploadFile:fail parameter error: parameter.${option} should not be empty;`,
    });
  });

  it.each(eachOf(['formData', 'header'], ['Object', 'Undefined', 'Null']))(
    'have an object in `%s`, no %s',
    async (option, type, value) => {
      expect(await failureOf({ ...needed, [option]: value })).toMatchObject({
        errMsg: `uploadFile:fail parameter error: parameter.${option} should be Object instead of ${type};`,
      });
    },
  );

  it.each(eachOf(['timeout'], ['Number', 'Undefined', 'Null']))(
    'have a number in `%s`, no %s',
    async (option, type, value) => {
      expect(await failureOf({ ...needed, [option]: value })).toMatchObject({
        errMsg: `uploadFile:fail parameter error: parameter.timeout should be Number instead of ${type};`,
      });
    },
  );

  it.each(['formData', 'header', 'timeout'])('may leave out `%s`, or say null', (option) => {
    const { network, transport } = scriptedNetwork();
    const options = { ...needed, filePath: fileIn(network) };
    uploadLogged(network, { ...options, [option]: null });
    uploadLogged(network, options);
    expect(transport.exchanges).toHaveLength(2);
  });

  it.each(['url', 'filePath', 'name', 'formData', 'header', 'timeout'])(
    'fail in words when reading `%s` throws',
    async (option) => {
      expect(await failureOf(Object.defineProperty({ ...needed }, option, { get: fault }))).toMatchObject({
        errMsg: `uploadFile:fail parameter error: parameter.${option} cannot be read;`,
        errno: 1001,
      });
    },
  );

  it.each([
    ['a lone surrogate in a value', { a: '\uD800' }],
    ['a lone surrogate in a name', { '\uDC00': 'a' }],
    ['a BigInt', { a: 1n }],
    ['bytes', { a: new ArrayBuffer(1) }],
    ['a typed array', { a: new Uint8Array(1) }],
    ['a cycle', { a: cycle }],
    ['a getter that throws', Object.defineProperty({}, 'a', { enumerable: true, get: fault })],
    ['a toJSON that throws', { a: { toJSON: fault } }],
    ['a revoked proxy in it', { a: revoked() }],
  ])('fail with `invalid request data` for a formData with %s', async (_, formData) => {
    expect(await failureOf({ ...needed, formData })).toMatchObject({
      errMsg: 'uploadFile:fail invalid request data',
      errno: 600010,
    });
  });

  it.each(['filePath', 'name'])(
    'fail with `invalid request data` for a lone surrogate in `%s`',
    async (option) => {
      expect(await failureOf({ ...needed, [option]: 'a\uD800' })).toMatchObject({ errno: 600010 });
    },
  );

  it('fail in words for revoked proxies', async () => {
    expect(await failureOf(revoked())).toMatchObject({ errno: 1001 });
    expect(await failureOf({ ...needed, formData: revoked() })).toMatchObject({ errno: 600010 });
    expect(await failureOf({ ...needed, header: revoked() })).toMatchObject({ errno: 1001 });
  });

  it('may be inherited or without a prototype, and pollute nothing', async () => {
    const { network, transport } = scriptedNetwork();
    const formData = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "c"}') as object;
    const bare = Object.create(null) as UploadFileOptions;
    Object.assign(bare, needed, { filePath: fileIn(network), formData });
    network.api.uploadFile(bare);
    network.api.uploadFile(Object.create(bare) as UploadFileOptions);
    expect(transport.exchanges).toHaveLength(2);
    const sent = Buffer.concat(await take(transport.last.request)).toString();
    expect(sent).toContain('name="__proto__"\r\n\r\n{"polluted":1}\r\n');
    expect(sent).toContain('name="constructor"\r\n\r\nc\r\n');
    expect({}).not.toHaveProperty('polluted');
  });

  it('are copied when the call is made', async () => {
    const { network, transport } = scriptedNetwork();
    const formData: Record<string, unknown> = { a: 'before', list: ['before'] };
    uploadLogged(network, { ...needed, filePath: fileIn(network), formData });
    Object.assign(formData, { a: 'after', b: 'after', list: ['after'] });
    const sent = Buffer.concat(await take(transport.last.request)).toString();
    expect(sent).toContain('before');
    expect(sent).not.toContain('after');
  });

  it('may hold a huge text', async () => {
    const { network, transport } = scriptedNetwork();
    const text = 'x'.repeat(10_000_000);
    uploadLogged(network, { ...needed, filePath: fileIn(network), name: text, formData: { [text]: text } });
    const bytes = Buffer.concat(await take(transport.last.request)).byteLength;
    expect(bytes).toBeGreaterThan(30_000_000);
    expect(transport.last.request.body).toMatchObject({ length: bytes });
  });

  it('are ignored where no one knows them', () => {
    const { network, transport } = scriptedNetwork();
    const unknown = { method: 'PUT', data: 'x', enableHttp2: true, fileName: 7, files: [] };
    uploadLogged(network, { ...needed, filePath: fileIn(network), ...unknown });
    expect(transport.last.request.method).toBe('POST');
  });
});
