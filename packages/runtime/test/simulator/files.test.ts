import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temp-folder.ts';
import type { FileList, FileText } from '@minigate/runtime/simulator/protocol';
import { Page, simulate } from './support/simulated.ts';

const at = (path: string) => `/api/files/${path.split('/').map(encodeURIComponent).join('/')}`;

async function edited(files: Record<string, string>, options: Parameters<typeof simulate>[1] = {}) {
  const { simulator, folder } = await simulate(files, options);
  const page = await Page.open(simulator);
  return {
    page,
    folder,
    read: async (path: string) => (await (await page.get(at(path))).json()) as FileText,
    save: (path: string, text: string, version: string) => page.send('PUT', at(path), { text, version }),
  };
}

describe('The files of a program', () => {
  it('are listed with their sizes, without hidden ones, node_modules and what links outwards', async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'secret.js'), 'secret');
    const { page, folder } = await edited({
      'app.js': '1',
      'pages/index/index.js': 'Page({})',
      'logo.png': 'png',
      '.env': 'SECRET=1',
      'node_modules/x/index.js': '',
    });
    symlinkSync(join(outside, 'secret.js'), join(folder, 'link.js'));
    symlinkSync(outside, join(folder, 'outside'));
    symlinkSync(folder, join(folder, 'round'));
    const list = (await (await page.get('/api/files')).json()) as FileList;
    expect(list).toEqual({
      cut: false,
      files: [
        { path: 'app.js', bytes: 1, text: true },
        { path: 'app.json', bytes: 2, text: true },
        { path: 'logo.png', bytes: 3, text: false },
        { path: 'pages/index/index.js', bytes: 8, text: true },
      ],
    });
  });

  it('are looked for to an end, also where links make a few folders very many', async () => {
    const { page, folder } = await edited({ 'app.js': '' });
    // Each folder has two links to the next one: 2 to the power of 40 ways.
    for (let n = 0; n <= 40; n += 1) mkdirSync(join(folder, `d${n}`));
    for (let n = 0; n < 40; n += 1) {
      for (const name of ['a', 'b']) symlinkSync(`../d${n + 1}`, join(folder, `d${n}`, name));
    }
    const list = (await (await page.get('/api/files')).json()) as FileList;
    expect(list.cut).toBe(true);
    expect(list.files.slice(0, 2).map(({ path }) => path)).toEqual(['app.js', 'app.json']);
  });

  it('are read and saved as a whole, and a save starts the program anew', async () => {
    const { page, folder, read, save } = await edited({ 'app.js': `console.log('你好 one');` });
    const file = await read('app.js');
    expect(file).toMatchObject({ path: 'app.js', text: `console.log('你好 one');` });
    const saved = await save('app.js', `console.log('你好 two');`, file.version);
    expect(saved.status).toBe(200);
    expect(readFileSync(join(folder, 'app.js'), 'utf8')).toBe(`console.log('你好 two');`);
    await page.until(({ lines }) => lines.includes('你好 two'));
    expect(page.last('program')?.program.run).toBe(2);
    expect(page.last('files')).toMatchObject({ changed: ['app.js'] });
    expect(await saved.json()).toEqual(await read('app.js'));
    expect(readdirSync(folder).toSorted()).toEqual(['app.js', 'app.json']);
  });

  it('start the program anew when they are saved, also where nobody watches the folder', async () => {
    const { page, read, save } = await edited({ 'app.js': `console.log('one');` }, { watch: false });
    const { version } = await read('app.js');
    await save('app.js', `console.log('two');`, version);
    await page.until(({ lines }) => lines.includes('two'));
    expect(page.last('program')?.program.run).toBe(2);
  });

  it('are not overwritten where they changed meanwhile', async () => {
    const { folder, read, save } = await edited({ 'app.js': 'one' });
    const { version } = await read('app.js');
    writeFileSync(join(folder, 'app.js'), 'of another editor');
    const answer = await save('app.js', 'two', version);
    expect([answer.status, await answer.json()]).toEqual([
      409,
      {
        error: {
          message: 'app.js was changed meanwhile.',
          fix: 'Load it anew and make your change again, or copy your text first.',
        },
      },
    ]);
    expect(readFileSync(join(folder, 'app.js'), 'utf8')).toBe('of another editor');
  });

  it('can be made, but only where there is none', async () => {
    const { folder, save } = await edited({ 'app.js': '' });
    expect((await save('new.js', 'made', '')).status).toBe(200);
    expect(readFileSync(join(folder, 'new.js'), 'utf8')).toBe('made');
    expect((await save('new.js', 'again', '')).status).toBe(409);
    expect((await save('nowhere/new.js', 'made', '')).status).toBe(404);
  });

  it.each([
    '../outside.js',
    'pages/../../outside.js',
    '..',
    '/etc/passwd',
    '//etc/passwd',
    './app.js',
    'pages//index.js',
    'app.js\0.txt',
    'app.js\n',
    'a\\..\\..\\outside.js',
    'C:/windows',
    '.env',
    '.git/hooks/pre-commit',
    'node_modules/x.js',
    '',
    'x'.repeat(2000),
  ])('are none under %j', async (path) => {
    const { page, save } = await edited({ 'app.js': '', '.env': 'SECRET=1' });
    const encoded = `/api/files/${encodeURIComponent(path)}`;
    for (const answer of [await page.get(encoded), await save(path, 'x', '')]) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(await answer.text()).not.toContain('SECRET');
    }
  });

  it('are neither read nor written through a link that leads outwards', async () => {
    const { page, folder, save } = await edited({ 'app.js': '' });
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'secret.js'), 'secret');
    symlinkSync(join(outside, 'secret.js'), join(folder, 'link.js'));
    symlinkSync(join(outside, 'not-there.js'), join(folder, 'dangling.js'));
    symlinkSync(outside, join(folder, 'folder'));
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, '.git', 'config'), 'secret');
    symlinkSync('.git', join(folder, 'git'));
    for (const path of [
      'link.js',
      'dangling.js',
      'folder/secret.js',
      'folder/new.js',
      'git/config',
      'git/new',
    ]) {
      const read = await page.get(at(path));
      expect([path, read.status]).toEqual([path, 403]);
      expect(await read.text()).not.toContain('secret"');
      const written = await save(path, 'mine', '');
      expect([path, written.status]).toEqual([path, 403]);
    }
    expect(readdirSync(outside)).toEqual(['secret.js']);
    expect(readFileSync(join(outside, 'secret.js'), 'utf8')).toBe('secret');
  });

  it('are written through a link that stays inside, which stays a link', async () => {
    const { folder, read, save } = await edited({ 'app.js': '', 'real.js': 'one' });
    symlinkSync('real.js', join(folder, 'link.js'));
    const { version } = await read('link.js');
    expect((await save('link.js', 'two', version)).status).toBe(200);
    expect(readFileSync(join(folder, 'real.js'), 'utf8')).toBe('two');
    expect(lstatSync(join(folder, 'link.js')).isSymbolicLink()).toBe(true);
  });

  it('are shown where they are text, and not too large', async () => {
    const { page, folder, save } = await edited({ 'app.js': '' });
    writeFileSync(join(folder, 'binary.js'), Buffer.from([0xff, 0xfe, 0x00]));
    writeFileSync(join(folder, 'zero.js'), 'a\0b');
    writeFileSync(join(folder, 'large.js'), 'x'.repeat(2 * 2 ** 20 + 1));
    expect((await page.get(at('binary.js'))).status).toBe(415);
    expect((await page.get(at('zero.js'))).status).toBe(415);
    expect((await page.get(at('large.js'))).status).toBe(413);
    expect((await page.get(at('pages'))).status).toBe(404);
    expect((await save('binary.js', 'text', '')).status).toBe(415);
    expect((await save('new.js', 'x'.repeat(2 * 2 ** 20 + 1), '')).status).toBe(413);
    expect(existsSync(join(folder, 'new.js'))).toBe(false);
  });
});

describe('Changes by another editor', () => {
  it('start the program anew, in a folder below and in a new one too', async () => {
    const { page, folder } = await edited({
      'app.js': `require('./lib/a.js');`,
      'lib/a.js': `console.log('one');`,
    });
    await page.until(({ lines }) => lines.includes('one'));
    writeFileSync(join(folder, 'lib', 'a.js'), `console.log('two');`);
    await page.until(({ lines }) => lines.includes('two'));
    mkdirSync(join(folder, 'more'));
    writeFileSync(join(folder, 'more', 'b.js'), `console.log('three');`);
    await page.until(({ lines }) => lines.filter((line) => line === 'two').length === 2);
    expect(page.all('files').some(({ changed }) => changed.includes('more/b.js'))).toBe(true);
    writeFileSync(join(folder, 'lib', 'a.js'), `require('../more/b.js');`);
    await page.until(({ lines }) => lines.includes('three'));
    expect(page.lines).toEqual(['one', 'two', 'two', 'three']);
  });

  it('start the program anew after a file was replaced, and after its folder was', async () => {
    const { page, folder } = await edited({ 'app.js': `require('./lib/a.js');`, 'lib/a.js': '' });
    const replace = (text: string) => {
      writeFileSync(join(folder, '.fresh'), text);
      renameSync(join(folder, '.fresh'), join(folder, 'lib', 'a.js'));
    };
    replace(`console.log('one');`);
    await page.until(({ lines }) => lines.includes('one'));
    writeFileSync(join(folder, 'lib', 'a.js'), `console.log('two');`);
    await page.until(({ lines }) => lines.includes('two'));
    rmSync(join(folder, 'lib'), { recursive: true });
    mkdirSync(join(folder, 'lib'));
    writeFileSync(join(folder, 'lib', 'a.js'), `console.log('three');`);
    await page.until(({ lines }) => lines.includes('three'));
    writeFileSync(join(folder, 'lib', 'a.js'), `console.log('four');`);
    await page.until(({ lines }) => lines.includes('four'));
    expect(page.lines).toEqual(expect.arrayContaining(['one', 'two', 'three', 'four']));
  });

  it('of what is no script leave the program running', async () => {
    const { page, folder } = await edited({ 'app.js': `console.log('one');`, 'style.wxss': '' });
    await page.until(({ lines }) => lines.includes('one'));
    writeFileSync(join(folder, 'style.wxss'), 'page {}');
    await page.until(() => page.all('files').some(({ changed }) => changed.includes('style.wxss')));
    expect(page.last('program')?.program.run).toBe(1);
  });

  it('start the program anew also while another file is written to without end', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`pages/${index}.js`, '']));
    const { simulator, folder } = await simulate({ 'app.js': `console.log('one');`, ...many });
    let written = 0;
    const writing = setInterval(() => {
      written += 1;
      writeFileSync(join(folder, 'debug.log'), 'x'.repeat(written % 50));
    }, 1);
    onTestFinished(() => clearInterval(writing));
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('one'));
    writeFileSync(join(folder, 'app.js'), `console.log('two');`);
    await page.until(({ lines }) => lines.includes('two'));
    rmSync(join(folder, 'pages', '7.js'));
    await page.until(() => page.all('files').some(({ changed }) => changed.includes('pages/7.js')));
    clearInterval(writing);
    expect(page.lines).toContain('two');
    await page.until(() => page.all('files').some(({ changed }) => changed.includes('debug.log')));
  });
});
