import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  colorsFor,
  jsonLine,
  printable,
  printableLines,
  shortened,
  widthOf,
  wrapped,
} from '../src/output.ts';

/** Everything that drives a terminal, breaks a line, or turns or hides what is read. */
const driving = /[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/u;

describe('printable', () => {
  it.each([
    ['\u001b[2J\u001b[31mred', '\\x1b[2J\\x1b[31mred', 'CSI sequences'],
    [
      '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
      '\\x1b]8;;https://evil.example\\x07click\\x1b]8;;\\x07',
      'OSC 8 hyperlinks',
    ],
    ['\u001b]52;c;ZXZpbA==\u0007', '\\x1b]52;c;ZXZpbA==\\x07', 'OSC 52, which writes the clipboard'],
    ['\u009b31m', '\\x9b31m', 'C1 controls'],
    ['all good\rREFUSED', 'all good\\rREFUSED', 'carriage returns, which overwrite'],
    ['one\ntwo\tthree', 'one\\ntwo\\tthree', 'line feeds and tabs'],
    ['a\b\b\u007f', 'a\\x08\\x08\\x7f', 'backspace and DEL'],
    ['user\u202egpj.exe', 'user\\u202egpj.exe', 'bidirectional overrides'],
    ['\u2066isolate\u2069\u200f', '\\u2066isolate\\u2069\\u200f', 'bidirectional isolates and marks'],
    ['a\u2028b\u2029c\u0085d', 'a\\u2028b\\u2029c\\x85d', 'line separators'],
    ['zero\u200bwidth\ufeff\u00ad', 'zero\\u200bwidth\\ufeff\\xad', 'invisible characters'],
    ['\u{e0041}tag', '\\u{e0041}tag', 'tag characters'],
    ['half \ud83d', 'half \\ud83d', 'lone surrogates'],
  ])('shows %j as %j: %s', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each([
    ['::set-output name=x::evil', '\\x3a:set-output name=x::evil', 'GitHub Actions'],
    ['  ::error file=a.js::evil', '  \\x3a:error file=a.js::evil', 'GitHub Actions, behind blanks'],
    ['text ##[command]evil', 'text \\x23#[command]evil', 'GitHub Actions and Azure, anywhere in a line'],
    ['####[group]', '##\\x23#[group]', 'the same behind more of them'],
    [
      'a ##vso[task.setvariable variable=x]evil',
      'a \\x23#vso[task.setvariable variable=x]evil',
      'Azure Pipelines',
    ],
    ["##teamcity[testFailed name='x']", "\\x23#teamcity[testFailed name='x']", 'TeamCity'],
    ['[command]npm publish', '\\x5bcommand]npm publish', 'a command as GitHub Actions shows it'],
    ['section_start:1:evil', 'section_start\\x3a1:evil', 'GitLab'],
    ['travis_fold:start:evil', 'travis_fold\\x3astart:evil', 'Travis'],
  ])('breaks %j into %j: %s', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each([
    'https://api.example.com:8443/v1?a=b&c=%20#top',
    'C:\\Users\\me [log] #1 ## heading',
    '::1 is loopback',
    '你好 नमस्ते مرحبا 👩‍👩‍👧 می‌خواهم',
  ])('leaves %j as it is', (text) => {
    expect(printable(text)).toBe(text);
  });

  it('lets nothing through that drives a terminal, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(driving);
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });
});

describe('printableLines', () => {
  it('keeps the lines of a text apart, each of them harmless', () => {
    expect(printableLines('a\tb\r\n::warning::x\n\rc\n')).toEqual(['a  b', '\\x3a:warning::x', '\\rc']);
  });
});

describe('wrapped', () => {
  it('breaks at blanks and keeps long words whole', () => {
    expect(wrapped('one two three https://api.example.com/ four', 10)).toEqual([
      'one two',
      'three',
      'https://api.example.com/',
      'four',
    ]);
  });

  it('does not bring a CI command to the beginning of a line', () => {
    expect(wrapped('some words of ::set-output name=x::y', 24)).toEqual([
      'some words of',
      '\\x3a:set-output name=x::y',
    ]);
  });
});

describe('jsonLine', () => {
  it('gives one line without anything that drives a terminal or a CI system, and the same value', () => {
    const value = {
      text: '\u001b]0;x\u0007\u009b \u202e \u2028 \ud83d 😀 \n ##vso[x] section_start:1',
      list: [1, null],
    };
    const line = jsonLine(value);
    expect(line).not.toMatch(driving);
    expect(line).not.toContain('##vso[');
    expect(line).not.toContain('section_start:');
    expect(JSON.parse(line)).toEqual(value);
  });

  it('parses to what was given, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(jsonLine(text)).not.toMatch(driving);
        expect(JSON.parse(jsonLine(text))).toBe(text);
      }),
    );
  });
});

describe('shortened', () => {
  it('says how long the text was, and does not cut a character in two', () => {
    expect(shortened('abc', 3)).toBe('abc');
    expect(shortened(`abc${'x'.repeat(2000)}`, 3)).toBe('abc… (2,003 characters)');
    expect(shortened('ab😀😀', 3)).toBe('ab… (6 characters)');
  });
});

describe('the width of a line', () => {
  it.each([
    { columns: undefined, width: 100 },
    { columns: 0, width: 100 },
    { columns: 10, width: 40 },
    { columns: 80, width: 80 },
    { columns: 300, width: 100 },
  ])('is $width where the terminal says $columns', ({ columns, width }) => {
    expect(widthOf({ write: () => true, ...(columns === undefined ? {} : { columns }) })).toBe(width);
  });
});

describe('colours', () => {
  const terminal = { write: () => true, isTTY: true };
  const pipe = { write: () => true };
  it.each([
    [terminal, {}, true],
    [pipe, {}, false],
    [terminal, { NO_COLOR: '1' }, false],
    [terminal, { NO_COLOR: '' }, true],
    [terminal, { TERM: 'dumb' }, false],
    [pipe, { FORCE_COLOR: '1' }, true],
    [terminal, { FORCE_COLOR: '0' }, false],
    [terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('are for a terminal, unless the environment says otherwise: %j %j', (stream, env, colored) => {
    expect(colorsFor(stream, env).red('x') !== 'x').toBe(colored);
  });
});
