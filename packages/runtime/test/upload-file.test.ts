import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { readForm, startUploadServer } from '../../../test/support/upload-server.ts';
import { insideAndOutside } from './support/inside-and-outside.ts';
import { policy, startProgram } from './support/start-program.ts';

const server = await startUploadServer(async (message, response) => {
  const { url } = message;
  if (url === '/file') {
    response.end('downloaded bytes');
    return;
  }
  if (url === '/never') return;
  if (url === '/nul') response.setHeader('content-type', 'text/plain');
  const { fields, files } = await readForm(message);
  response.statusCode = url === '/teapot' ? 418 : 200;
  response.end(
    url === '/nul'
      ? 'a\0b'
      : JSON.stringify({
          fields,
          files: files.map(({ name, fileName, bytes, sha256 }) => [name, fileName, bytes, sha256]),
        }),
  );
});
afterAll(() => server.close());

/** Folders of a program, with a file in each and one outside. */
function folders() {
  const root = temporaryFolder();
  const [tempDirectory, userDirectory] = [join(root, 'temp'), join(root, 'user')];
  mkdirSync(tempDirectory);
  mkdirSync(join(userDirectory, 'folder'), { recursive: true });
  writeFileSync(join(tempDirectory, 'a.txt'), 'temp');
  writeFileSync(join(userDirectory, 'a.txt'), 'user');
  writeFileSync(join(userDirectory, 'large.bin'), Buffer.alloc(3_000_000, 7));
  writeFileSync(join(root, 'secret.txt'), 'secret');
  symlinkSync(join(root, 'secret.txt'), join(userDirectory, 'link.txt'));
  return { root, tempDirectory, userDirectory };
}

const reach = {
  policy,
  tls: { ca: server.authority.pem },
  resolve: server.resolve,
  allowAddresses: ['127.0.0.0/8'],
};

const prelude = `
  const base = '${server.origin}';
  const log = (...args) => console.log(...args);
  const upload = (options) => wx.uploadFile({ url: base + '/', name: 'f', fail: ({ errMsg, errno }) => log(errMsg, errno), ...options });
`;

async function linesOf(source: string, more: object = folders()): Promise<string[]> {
  const started = await startProgram({ ...reach, ...more, source: prelude + source });
  await started.program.idle();
  expect(started.faults).toEqual([]);
  expect(started.unsupported).toEqual([]);
  return started.lines;
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

describe('uploadFile in the sandbox', () => {
  test('sends a file of the user folder with its fields, tells head and progress, then success and complete', async () => {
    const lines = await linesOf(`
      let kept, last;
      const task = upload({ filePath: wx.env.USER_DATA_PATH + '/large.bin', formData: { a: 'ü', n: 5 }, header: { 'X-A': '1' },
        success(res) { kept = res; log(typeof res.data, res.data, res.statusCode, res.errMsg, last.progress, last.totalBytesSent === last.totalBytesExpectedToSend); },
        complete: (res) => log('complete', res === kept) });
      log(Object.keys(task).join());
      task.onHeadersReceived(({ statusCode }) => log('head', statusCode));
      task.onProgressUpdate((progress) => (last = progress));
      task.offProgressUpdate(() => {});`);
    const answer = {
      fields: [
        ['a', 'ü'],
        ['n', '5'],
      ],
      files: [['f', 'large.bin', 3_000_000, sha256(Buffer.alloc(3_000_000, 7))]],
    };
    expect(lines).toEqual([
      'abort,onHeadersReceived,offHeadersReceived,onProgressUpdate,offProgressUpdate',
      'head 200',
      `string ${JSON.stringify(answer)} 200 uploadFile:ok 100 true`,
      'complete true',
    ]);
  });

  test('sends what was downloaded before, by the name that the program was shown', async () => {
    const lines = await linesOf(`
      wx.downloadFile({ url: base + '/file', success: ({ tempFilePath }) =>
        upload({ filePath: tempFilePath, success: ({ data }) => log(tempFilePath.startsWith('wxfile://tmp/'), JSON.parse(data).files[0][3]) }) });`);
    expect(lines).toEqual([`true ${sha256('downloaded bytes')}`]);
  });

  test('gives any status as success, and text with U+0000', async () => {
    expect(
      await linesOf(
        "upload({ url: base + '/teapot', filePath: 'wxfile://tmp/a.txt', success: (res) => log(res.statusCode) });",
      ),
    ).toEqual(['418']);
    expect(
      await linesOf(
        "upload({ url: base + '/nul', filePath: 'wxfile://tmp/a.txt', success: (res) => log(JSON.stringify(res.data)) });",
      ),
    ).toEqual([String.raw`"a\u0000b"`]);
  });

  test('is aborted once', async () => {
    const lines = await linesOf(`
      const task = upload({ url: base + '/never', filePath: 'wxfile://tmp/a.txt' });
      task.abort();
      task.abort();`);
    expect(lines).toEqual(['uploadFile:fail abort 1']);
  });

  test('reaches no file but those of the program, by whatever name', async () => {
    const given = folders();
    const denied = 'uploadFile:fail permission denied can not open file filepath 603303';
    const paths = [
      '/etc/passwd',
      join(given.userDirectory, 'a.txt'),
      'file:///etc/passwd',
      'wxfile://usr/../secret.txt',
      'wxfile://usr/folder/../a.txt',
      'wxfile://usr//a.txt',
      'wxfile://usr/link.txt',
      'wxfile://usr/folder',
      'wxfile://usr/',
      'wxfile://tmp',
      'wxfile://other/a.txt',
      'WXFILE://usr/a.txt',
      'wxfile://usr/a.txt\0',
      'a.txt',
    ];
    const lines = await linesOf(
      `for (const filePath of ${JSON.stringify(paths)}) upload({ filePath, fail: ({ errMsg, errno }) => log(filePath, errMsg, errno) });`,
      given,
    );
    expect(lines).toEqual(paths.map((path) => `${path} ${denied}`));
    expect(await linesOf("upload({ filePath: 'wxfile://usr/none.txt' });", given)).toEqual([
      'uploadFile:fail file not found 1300002',
    ]);
  });
});

describe('uploadFile in the sandbox is like one outside', () => {
  const values = [
    'undefined',
    'null',
    '5',
    '-0',
    'NaN',
    'Infinity',
    'true',
    "''",
    '{ a: { b: [1, undefined, NaN] } }',
    '[1, null]',
    'new Date(0)',
    '() => {}',
    "Symbol('s')",
    '7n',
    '{ n: 7n }',
    "new String('x')",
    'new Number(5)',
    'new Boolean(false)',
    'new ArrayBuffer(3)',
    'new Uint8Array(3)',
    'new Map([[1, 2]])',
    '{ toJSON: () => 5 }',
    '{ toJSON: () => undefined }',
    "{ get a() { throw new Error('no'); } }",
    "'\\ud800'",
    '(() => { const knot = {}; knot.knot = knot; return knot; })()',
    'Object.create(null)',
    '/x/',
  ];
  const cases: readonly (readonly [name: string, options: string])[] = [
    ...values.map((value): readonly [string, string] => [
      `a field that is ${value}`,
      `formData: { before: 1, field: ${value}, after: 2 }`,
    ]),
    ...[
      '5',
      "'text'",
      '[1]',
      'null',
      '() => {}',
      'new Date(0)',
      'Object.create(null)',
      "{ ['__proto__']: 'own', constructor: 'own' }",
    ].map((data): readonly [string, string] => [`formData that is ${data}`, `formData: ${data}`]),
    ...['undefined', 'null', "''", '5', '{}', "'\\ud800'", "'quote\"d\\r\\nname'"].map(
      (name): readonly [string, string] => [`a name that is ${name}`, `name: ${name}`],
    ),
    ...['undefined', 'null', "''", '5', '{}', '[]'].map((path): readonly [string, string] => [
      `a path that is ${path}`,
      `filePath: ${path}`,
    ]),
    ['a content type of the program', "header: { 'content-type': 'text/plain' }"],
    ['a wrong header', "header: 'text'"],
    ['a wrong timeout', "timeout: '5'"],
    ['an unlisted server', "url: 'https://other.example.test/'"],
    ['no URL', 'url: undefined'],
  ];

  test.each(cases)('%s', async (_, options) => {
    const given = folders();
    const inUser = join(given.userDirectory, 'a.txt');
    const { inside, outside } = await insideAndOutside(
      { ...reach, ...given },
      `const filePath = wx.env ? 'wxfile://usr/a.txt' : ${JSON.stringify(inUser)};
       wx.uploadFile({ url: '${server.origin}/', name: 'f', filePath, ${options},
         success: ({ data, statusCode, errMsg }) => log('success', data, statusCode, errMsg),
         fail: ({ errMsg, errno }) => log('fail', errMsg, errno),
         complete: () => log('end') });`,
    );
    expect(inside).toEqual(outside);
    expect(outside).toHaveLength(1);
  });

  test.each(['undefined', 'null', '5', "'text'", '[]', '() => {}'])(
    'options that are %s',
    async (options) => {
      const { program, faults } = await startProgram({
        ...reach,
        source: `wx.uploadFile(${options}).abort();`,
      });
      const settled = new Promise((resolve) => program.network.on('settle', resolve));
      expect(await settled).toMatchObject({ outcome: 'fail', error: { code: 'INVALID_OPTIONS' } });
      await program.idle();
      expect(faults).toEqual([]);
    },
  );
});
