import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMiniProgram, ProgramError } from '@minigate/runtime';
import { afterAll, describe, expect, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { programFolder } from './support/program-folder.ts';
import { policy, startProgram } from './support/start-program.ts';

const silent = await startHttpsServer(() => {});
afterAll(() => silent.close());

/** The console of the program in this folder, once nothing is left to do. */
async function linesOf(directory: string): Promise<string[]> {
  const { program, lines, faults } = await startProgram({ directory });
  await program.idle();
  expect(faults).toEqual([]);
  return lines;
}

function refusal(directory: string): Promise<unknown> {
  return createMiniProgram({ directory, policy }).then(
    async (program) => {
      await program.close();
      return 'it started';
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(ProgramError);
      return (error as Error).message;
    },
  );
}

describe('the folder of a program', () => {
  test('runs app.js, then the first page of app.json', async () => {
    const folder = programFolder({
      'app.json': '{"pages":["pages/index/index","pages/other/other"]}',
      'app.js': "console.log('app');",
      'pages/index/index.js': "console.log('index');",
      'pages/other/other.js': "console.log('other');",
    });
    expect(await linesOf(folder)).toEqual(['app', 'index']);
  });

  test('runs app.js alone where app.json names no pages', async () => {
    expect(await linesOf(programFolder({ 'app.js': "console.log('app');" }))).toEqual(['app']);
    expect(
      await linesOf(programFolder({ 'app.json': '{"pages":[]}', 'app.js': "console.log('app');" })),
    ).toEqual(['app']);
  });

  test('runs the page alone where there is no app.js', async () => {
    const folder = programFolder({ 'app.json': '{"pages":["/index"]}', 'index.js': "console.log('index');" });
    expect(await linesOf(folder)).toEqual(['index']);
  });

  test('may have JSON files with a byte order mark', async () => {
    const folder = programFolder({
      'app.json': '\uFEFF{"pages":["index"]}',
      'project.config.json': '\uFEFF{}',
      'index.js': "\uFEFFconsole.log('index');",
    });
    expect(await linesOf(folder)).toEqual(['index']);
  });

  test('gives the timeouts of app.json to the calls that name none', async () => {
    const folder = programFolder({
      'app.json': '{"networkTimeout":{"request":50}}',
      'app.js':
        "wx.request({ url: 'https://api.example.test/', complete: ({ errMsg }) => console.log(errMsg) });",
    });
    const { printed } = await startProgram({ directory: folder, server: silent });
    expect(await printed(1)).toEqual(['request:fail timeout']);
  });

  test.each([
    ['no app.json', { 'app.json': undefined }, /holds no mini program: there is no app\.json/],
    ['an app.json that is no JSON', { 'app.json': '{"pages":[' }, /^app\.json is not JSON: /],
    ['an app.json that is a list', { 'app.json': '[]' }, /^app\.json must hold a JSON object\.$/],
    ['an app.json that is null', { 'app.json': 'null' }, /^app\.json must hold a JSON object\.$/],
    [
      'pages that are no list',
      { 'app.json': '{"pages":"index"}' },
      /^pages in app\.json must be a list of paths/,
    ],
    [
      'pages that are numbers',
      { 'app.json': '{"pages":[1]}' },
      /^pages in app\.json must be a list of paths/,
    ],
    [
      'a page that is not there',
      { 'app.json': '{"pages":["a/b"]}' },
      /^app\.json names the page "a\/b", but there is no a\/b\.js\.$/,
    ],
    ['a page outside of the folder', { 'app.json': '{"pages":["../a"]}' }, /but there is no \.\.\/a\.js/],
    ['nothing to run', { 'app.js': undefined }, /has nothing to run: there is neither an app\.js nor a page/],
    [
      'a networkTimeout that is no object',
      { 'app.json': '{"networkTimeout":5}' },
      /^networkTimeout in app\.json must be an object/,
    ],
    [
      'a timeout that is text',
      { 'app.json': '{"networkTimeout":{"request":"5"}}' },
      /^networkTimeout\.request in app\.json must be a number of milliseconds above 0\.$/,
    ],
    [
      'a timeout of 0',
      { 'app.json': '{"networkTimeout":{"downloadFile":0}}' },
      /^networkTimeout\.downloadFile in app\.json/,
    ],
    [
      'a project.config.json that is no JSON',
      { 'project.config.json': 'x' },
      /^project\.config\.json is not JSON: /,
    ],
    [
      'a miniprogramRoot that is a number',
      { 'project.config.json': '{"miniprogramRoot":1}' },
      /^miniprogramRoot in project\.config\.json must be a text\.$/,
    ],
    [
      'a miniprogramRoot that is not there',
      { 'project.config.json': '{"miniprogramRoot":"dist/"}' },
      /^There is no folder "dist\/" \(miniprogramRoot in project\.config\.json\)\.$/,
    ],
    [
      'a miniprogramRoot above the folder',
      { 'project.config.json': '{"miniprogramRoot":"../"}' },
      /leaves the folder: "\.\.\/"/,
    ],
  ])('is refused with a sentence for %s', async (_, files: Record<string, string | undefined>, sentence) => {
    const given = Object.entries({ 'app.json': '{}', 'app.js': '', ...files });
    const folder = temporaryFolder();
    for (const [name, text] of given) if (text !== undefined) writeFileSync(join(folder, name), text);
    expect(await refusal(folder)).toMatch(sentence);
  });

  test('is refused where it is not there, or is a file', async () => {
    const folder = programFolder({ 'app.js': '' });
    expect(await refusal(join(folder, 'none'))).toBe(
      `There is no folder ${JSON.stringify(join(folder, 'none'))}.`,
    );
    expect(await refusal(join(folder, 'app.js'))).toBe(
      `${JSON.stringify(join(folder, 'app.js'))} is not a folder.`,
    );
  });

  test('may be a part of a project, which miniprogramRoot names', async () => {
    const folder = programFolder({
      'project.config.json': '{"miniprogramRoot":"./miniprogram/"}',
      'app.js': "console.log('outer');",
      'miniprogram/app.json': '{}',
      'miniprogram/app.js':
        "console.log('inner'); try { require('../app'); } catch (error) { console.log('refused'); }",
    });
    expect(await linesOf(folder)).toEqual(['inner', 'refused']);
  });

  test('cannot be left by a miniprogramRoot that is a link', async () => {
    const elsewhere = programFolder({ 'app.js': "console.log('elsewhere');" });
    const folder = programFolder({ 'project.config.json': '{"miniprogramRoot":"inside"}' });
    symlinkSync(elsewhere, join(folder, 'inside'));
    expect(await refusal(folder)).toMatch(/leaves the folder/);
  });

  test('has no file outside of it, linked or not, and no hidden file', async () => {
    const elsewhere = programFolder({ 'secret.js': "module.exports = 'secret';", 'folder/secret.js': '' });
    const folder = programFolder({
      'app.js': `for (const path of ['./linked', './folder/secret', './broken', './.hidden', './node_modules/a'])
        try { console.log(require(path)); } catch (error) { console.log('refused'); }`,
      '.hidden.js': '',
      'node_modules/a.js': '',
    });
    symlinkSync(join(elsewhere, 'secret.js'), join(folder, 'linked.js'));
    symlinkSync(join(elsewhere, 'folder'), join(folder, 'folder'));
    symlinkSync(join(folder, 'nowhere.js'), join(folder, 'broken.js'));
    expect(await linesOf(folder)).toEqual(Array.from({ length: 5 }, () => 'refused'));
  });

  test('may have links inside of it, also those that go round', async () => {
    const folder = programFolder({
      'app.js': "console.log(require('./a/value'), require('b'), require('./z/value'));",
      'packages/b/index.js': "module.exports = 'b';",
      'real/value.js': "module.exports = 'value';",
    });
    mkdirSync(join(folder, 'miniprogram_npm'));
    symlinkSync(join(folder, 'packages/b'), join(folder, 'miniprogram_npm/b'));
    symlinkSync(join(folder, 'real'), join(folder, 'a'));
    symlinkSync(join(folder, 'real'), join(folder, 'z'));
    symlinkSync(folder, join(folder, 'real/round'));
    expect(await linesOf(folder)).toEqual(['value b value']);
  });

  test('is refused when it is too large', async () => {
    const folder = programFolder({ 'app.js': '', 'large.js': ' '.repeat(33 * 1024 * 1024) });
    expect(await refusal(folder)).toBe('The program has more than 33554432 bytes of scripts and JSON.');
  });

  test('is refused when its project.config.json is too large to be one', async () => {
    const folder = programFolder({ 'app.js': '', 'project.config.json': '' });
    truncateSync(join(folder, 'project.config.json'), 2 ** 31);
    expect(await refusal(folder)).toBe('project.config.json has more than 33554432 bytes.');
  });

  test('is not waited for when its project.config.json is a pipe that nobody writes', async () => {
    const folder = programFolder({ 'app.js': '' });
    execFileSync('mkfifo', [join(folder, 'project.config.json')]);
    expect(await refusal(folder)).toBe('project.config.json of the mini program is not a file.');
  });

  test.skipIf(process.getuid?.() === 0)('is refused when a file of it cannot be read', async () => {
    const folder = programFolder({ 'app.js': '', 'locked.js': '' });
    chmodSync(join(folder, 'locked.js'), 0);
    expect(await refusal(folder)).toBe('locked.js of the mini program cannot be read (EACCES).');
  });
});
