import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { runSource } from './support/start-program.ts';

async function linesOf(source: string, storageDirectory?: string): Promise<string[]> {
  const { lines, faults, program } = await runSource(
    source,
    storageDirectory === undefined ? {} : { storageDirectory },
  );
  await program.close();
  expect(faults).toEqual([]);
  return lines;
}

describe('storage', () => {
  test('keeps what JSON can hold, and gives a copy', async () => {
    expect(
      await linesOf(`
        const value = { list: [1, 'two', null], nested: { yes: true } };
        wx.setStorageSync('k', value);
        value.nested.yes = false;
        const got = wx.getStorageSync('k');
        console.log(JSON.stringify(got), got !== wx.getStorageSync('k'));
        for (const kept of [0, '', false, null, undefined, new Date(0), 'U+0000 \\0', '\\ud800']) { wx.setStorageSync('k', kept); console.log(JSON.stringify(wx.getStorageSync('k'))); }
        console.log(JSON.stringify(wx.getStorageSync('none')));
      `),
    ).toEqual([
      '{"list":[1,"two",null],"nested":{"yes":true}} true',
      '0',
      '""',
      'false',
      'null',
      'null',
      '"1970-01-01T00:00:00.000Z"',
      String.raw`"U+0000 \u0000"`,
      String.raw`"\ud800"`,
      '""',
    ]);
  });

  test('answers later, by callbacks or by a promise', async () => {
    expect(
      await linesOf(`
        const say = (name) => (res) => console.log(name, JSON.stringify(res));
        wx.setStorage({ key: 'k', data: 5, success: say('set'), fail: say('never'), complete: say('complete') });
        console.log('later');
        (async () => {
          say('get')(await wx.getStorage({ key: 'k' }));
          say('info')(await wx.getStorageInfo());
          await wx.removeStorage({ key: 'k' });
          await wx.getStorage({ key: 'k' }).catch(say('missing'));
          await wx.setStorage({ key: 'a', data: 1 });
          await wx.clearStorage();
          say('cleared')(wx.getStorageInfoSync());
        })();
      `),
    ).toEqual([
      'later',
      'set {"errMsg":"setStorage:ok"}',
      'complete {"errMsg":"setStorage:ok"}',
      'get {"data":5,"errMsg":"getStorage:ok"}',
      'info {"keys":["k"],"currentSize":1,"limitSize":10240,"errMsg":"getStorageInfo:ok"}',
      'missing {"errMsg":"getStorage:fail data not found","errno":1}',
      'cleared {"keys":[],"currentSize":0,"limitSize":10240}',
    ]);
  });

  test.each([
    ['no options', 'undefined', 'parameter error'],
    ['a key that is a number', '{ key: 5, data: 1 }', 'parameter error'],
    ['an empty key', "{ key: '', data: 1 }", 'parameter error'],
    ['a key that throws', "{ get key() { throw new Error('no'); } }", 'parameter error'],
    [
      'a cycle',
      "(() => { const data = {}; data.self = data; return { key: 'k', data }; })()",
      'data cannot be kept as JSON',
    ],
    ['more than 1 MiB', "{ key: 'k', data: 'x'.repeat(1024 * 1024) }", 'entry size limit reached'],
  ])('refuses %s', async (_, options, reason) => {
    const [line] = await linesOf(
      `wx.setStorage(${options}).then(() => console.log('kept'), (res) => console.log(res.errMsg));`,
    );
    expect(line).toMatch(`setStorage:fail ${reason}`);
  });

  test('throws what the others tell fail, where it answers at once', async () => {
    expect(
      await linesOf(`
        for (const act of [() => wx.setStorageSync(5, 1), () => wx.getStorageSync(), () => wx.removeStorageSync({}), () => wx.setStorageSync('k', 1n)])
          try { act(); console.log('done'); } catch (error) { console.log(error instanceof Error, error.message.split(':')[0], error.message.includes(':fail ')); }
      `),
    ).toEqual([
      'true setStorageSync true',
      'true getStorageSync true',
      'true removeStorageSync true',
      'true setStorageSync true',
    ]);
  });

  test('holds 10 MiB in all, and has room again after a removal', async () => {
    expect(
      await linesOf(`
        const million = 'x'.repeat(1e6);
        let n = 0;
        try { for (;;) { wx.setStorageSync('k' + n, million); n += 1; } } catch (error) { console.log(n, error.message); }
        wx.setStorageSync('k0', million);
        wx.removeStorageSync('k0');
        wx.setStorageSync('again', million);
        console.log(wx.getStorageInfoSync().keys.length, wx.getStorageInfoSync().currentSize);
      `),
    ).toEqual(['10 setStorageSync:fail the maximum size of the file storage limit is exceeded', '10 9766']);
  });

  test('is forgotten with the program, unless it has a folder', async () => {
    await linesOf("wx.setStorageSync('k', 1);");
    expect(await linesOf("console.log(JSON.stringify(wx.getStorageSync('k')));")).toEqual(['""']);
  });

  test('is kept in its folder from run to run, and removed there too', async () => {
    const folder = join(temporaryFolder(), 'storage');
    await linesOf(
      "wx.setStorageSync('a', { n: 1 }); wx.setStorageSync('__proto__', 'p'); wx.setStorageSync('b', 2); wx.removeStorageSync('b');",
      folder,
    );
    expect(
      await linesOf(
        "console.log(wx.getStorageSync('a').n, wx.getStorageSync('__proto__'), wx.getStorageInfoSync().keys.sort().join()); wx.clearStorageSync();",
        folder,
      ),
    ).toEqual(['1 p __proto__,a']);
    expect(await linesOf('console.log(wx.getStorageInfoSync().keys.length);', folder)).toEqual(['0']);
    expect(JSON.parse(readFileSync(join(folder, 'storage.json'), 'utf8'))).toEqual({});
  });

  test.each(['', 'no JSON', '[]', 'null', '{"a":5}'])(
    'counts a file of it as empty that holds %j',
    async (text) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'storage.json'), text);
      expect(
        await linesOf("console.log(wx.getStorageInfoSync().keys.length); wx.setStorageSync('k', 1);", folder),
      ).toEqual(['0']);
      expect(await linesOf("console.log(wx.getStorageSync('k'));", folder)).toEqual(['1']);
    },
  );
});
