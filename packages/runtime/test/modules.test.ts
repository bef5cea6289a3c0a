import { describe, expect, test } from 'vitest';
import { programFolder } from './support/program-folder.ts';
import { startProgram } from './support/start-program.ts';

async function run(files: Record<string, string>) {
  const started = await startProgram({ directory: programFolder(files) });
  await started.program.idle();
  return started;
}

describe('require', () => {
  test('finds files beside the file, above it, from the root, folders with an index, and JSON', async () => {
    const { lines, faults } = await run({
      'app.js':
        "console.log(require('./lib/a'), require('./lib/a.js'), require('/lib/a'), require('./lib'), require('./data.json').n, require('./data').n);",
      'lib/a.js': "module.exports = 'a' + require('../b') + require('./inner/../c');",
      'lib/c.js': "module.exports = 'c';",
      'lib/index.js': "module.exports = 'index';",
      'b.js': "exports.no = 1; module.exports = 'b';",
      'data.json': '{"n":7}',
    });
    expect(faults).toEqual([]);
    expect(lines).toEqual(['abc abc abc index 7 7']);
  });

  test('finds packages in the nearest miniprogram_npm upwards', async () => {
    const { lines } = await run({
      'app.js': "console.log(require('one'), require('./pages/a/page'), require('@scope/two/part'));",
      'pages/a/page.js': "module.exports = require('one') + require('three');",
      'pages/miniprogram_npm/one/index.js': "module.exports = 'nearer one';",
      'miniprogram_npm/one/index.js': "module.exports = 'one';",
      'miniprogram_npm/three.js': "module.exports = ' three';",
      'miniprogram_npm/@scope/two/part.js': "module.exports = 'part';",
    });
    expect(lines).toEqual(['one nearer one three part']);
  });

  test('runs each file once, and gives cycles what is there so far', async () => {
    const { lines } = await run({
      'app.js':
        "const a = require('./a'); console.log(a.name, a.b.name, a.b.early, require('./a.js') === a);",
      'a.js': "console.log('a runs'); exports.name = 'a'; exports.b = require('./b'); exports.late = true;",
      'b.js': "const a = require('./a'); exports.name = 'b'; exports.early = a.name + typeof a.late;",
    });
    expect(lines).toEqual(['a runs', 'a b aundefined true']);
  });

  test.each([
    '../outside',
    './../../etc/passwd',
    '/../outside',
    'package',
    './none',
    '',
    './lib',
    'constructor',
    '__proto__',
    './__proto__',
    'toString',
    './constructor',
    'miniprogram_npm',
    './app\\0.js',
    './lib/other.js\u0000.txt',
    '..',
    'https://api.example.test/a.js',
  ])('refuses %s', async (request) => {
    const { lines, faults } = await run({
      'app.js': `try { require(${JSON.stringify(request)}); console.log('found'); } catch (error) { console.log(error instanceof Error, error.message); }`,
      'lib/other.js': '',
    });
    expect(faults).toEqual([]);
    expect(lines).toEqual([
      request === ''
        ? 'true require needs the path of a file.'
        : `true Cannot find module '${request}' from app.js. Only files inside the mini program's folder can be required; a relative path begins with './', a package is in miniprogram_npm.`,
    ]);
  });

  test.each(['undefined', '5', '{}', 'null', 'Symbol()'])('refuses a path that is %s', async (value) => {
    const { lines } = await run({
      'app.js': `try { require(${value}); } catch (error) { console.log(error.message); }`,
    });
    expect(lines).toEqual(['require needs the path of a file.']);
  });

  test('names the JSON file that is none', async () => {
    const { faults } = await run({ 'app.js': "require('./data.json');", 'data.json': '{"n":' });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toMatch(/^Error: data\.json is not JSON: /);
  });

  test('tries a file again after it threw', async () => {
    const { lines } = await run({
      'app.js':
        "for (let i = 0; i < 2; i++) try { require('./a'); } catch (error) { console.log(error.message); }",
      'a.js': "throw new Error('in a');",
    });
    expect(lines).toEqual(['in a', 'in a']);
  });
});

describe('ES modules', () => {
  test('are converted: defaults, names, namespaces, re-exports and live bindings', async () => {
    const { lines, faults } = await run({
      'app.js': `import def, { one, two as zwei } from './lib';
import * as all from './lib';
import data from './data.json';
import './effect';
export const x = 1;
console.log(def(), one, zwei, Object.keys(all).sort().join(), data && 'data');
import('./lib').then((lib) => console.log('dynamic', lib.one));`,
      'lib.js': `export default () => 'default';\nexport const one = 1;\nconst two = 2;\nexport { two };\nexport * from './more';`,
      'more.js': 'export let three = 3;',
      'effect.js': "console.log('effect');",
      'data.json': '{"a":1}',
    });
    expect(faults).toEqual([]);
    expect(lines).toEqual(['effect', 'default 1 2 default,one,three,two data', 'dynamic 1']);
  });

  test('require CommonJS files, and the other way round', async () => {
    const { lines } = await run({
      'app.js': "const { named } = require('./esm'); console.log(named);",
      'esm.js':
        "import common from './common'; import { part } from './common'; export const named = common.part + part;",
      'common.js': 'module.exports = { part: 2 };',
    });
    expect(lines).toEqual(['4']);
  });

  test('keep their line numbers', async () => {
    const { faults } = await run({
      'app.js': "import { a } from './a';\n\nexport function f() {\n  throw new Error(a);\n}\nf();",
      'a.js': "export const a = 'thrown';",
    });
    expect(faults).toMatchObject([{ message: 'Error: thrown', where: 'app.js' }]);
    expect(faults[0]?.stack).toMatch(/at f \(app\.js:4:\d+\)\n.*app\.js:6/);
  });

  test.each([
    ['the words in a comment', "// import x from 'y'\nconsole.log('script');"],
    ['the words in a text', "console.log('export default import script'.slice(-6));"],
    ['a property', "const o = { import: 'script', export: 1 }; console.log(o.import);"],
    ['a script that breaks with strict mode', "with ({ text: 'script' }) console.log(text); // import"],
  ])('are not seen in %s', async (_, source) => {
    const { lines, faults } = await run({ 'app.js': source });
    expect(faults).toEqual([]);
    expect(lines).toEqual(['script']);
  });
});

describe('a file with a syntax error', () => {
  test.each([
    ['a script', 'const a = 1;\nconst b = ;\n', 2],
    ['an ES module', "import a from './a';\n\nconst = 5;", 3],
  ])('is told with its file and line: %s', async (_, source, line) => {
    const { faults } = await run({
      'app.js': "try { require('./bad'); } finally { console.log('on'); }",
      'bad.js': source,
      'a.js': '',
    });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toMatch(/^SyntaxError: /);
    expect(faults[0]?.stack).toContain(`bad.js:${line}`);
  });

  test('does not stop the page when it is app.js', async () => {
    const { faults, lines } = await run({
      'app.json': '{"pages":["index"]}',
      'app.js': 'const = 1;',
      'index.js': "console.log('index');",
    });
    expect(faults).toMatchObject([{ where: 'app.js' }]);
    expect(lines).toEqual(['index']);
  });
});
