import { describe, expect, it } from 'vitest';
import { isManyEntries, readPasted } from '../../../src/console/programs/settings/server-domains/paste.ts';

const entriesOf = (text: string) => readPasted(text).entries;
const [a, b, c] = ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'];

describe('a pasted text becomes entries', () => {
  it('of a column of a table, with line ends of every system', () => {
    expect(entriesOf(`${a}\r\n${b}\n\n${c}\r`)).toEqual([a, b, c]);
  });

  it('of rows of a table, and says which cells are none', () => {
    const { entries, skipped } = readPasted(
      `Name\tDomain\tPort\nProduction\t${a}\t443\n测试环境\t${b}\t8443`,
    );
    expect(entries).toEqual([a, b]);
    expect(skipped).toEqual(['Name', 'Domain', 'Port', 'Production', '443', '测试环境', '8443']);
  });

  it.each([
    ['commas', `${a}, ${b},${c}`],
    ['Chinese punctuation', `${a}，${b}；${c}、`],
    ['semicolons, as WeChat has them', `${a};${b};${c};`],
    ['JSON', JSON.stringify({ request: [a, b], connectSocket: [c] }, null, 2)],
    ['a Markdown list', `- ${a}\n* \`${b}\`\n3. <${c}>`],
    ['a Markdown table', `| Domain | For |\n|---|---|\n| ${a} | API |\n| ${b} | files |\n| ${c} | x |`],
  ])('of a text with %s', (_, text) => {
    expect(entriesOf(text)).toEqual([a, b, c]);
  });

  it('without comments, and no scheme is taken for one', () => {
    expect(
      entriesOf(`# hosts\n${a} # the API\n// ${b} is gone\n${b} // back again\n<!-- x.example.com\n -->${c}`),
    ).toEqual([a, b, c]);
  });

  it('without more than the comments that are closed', () => {
    expect(entriesOf(`${a}<!-- ${b} --><!---->\n<!-- ${c}`)).toEqual([a, c]);
  });

  it('each once, and counts the repetitions', () => {
    expect(readPasted(`${a}\n${a}\n${b}\n${a}`)).toEqual({ entries: [a, b], repeated: 2, skipped: [] });
  });

  it('with what is wrong left in it, for the judge to correct', () => {
    const wrong = [
      'http://A.example.com/x?y=1',
      'b.example.com:8080',
      'localhost:3000',
      '10.0.0.1',
      '*.c.example.com',
    ];
    expect(entriesOf(wrong.join('\n'))).toEqual(wrong);
  });

  it('or none at all', () => {
    expect(readPasted('hello world, 42')).toEqual({
      entries: [],
      repeated: 0,
      skipped: ['hello', 'world', '42'],
    });
  });

  it('quickly, however hostile', () => {
    const started = performance.now();
    readPasted('<!--'.repeat(500_000));
    readPasted(`x${')'.repeat(500_000)}x`);
    readPasted(`${'a.'.repeat(50_000)}!`);
    readPasted(`${'('.repeat(50_000)}x`);
    readPasted(`${' #'.repeat(50_000)}\n`);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('one pasted entry', () => {
  it('is left to the input', () => {
    expect([a, ` ${a}\n`, 'plain'].map(isManyEntries)).toEqual([false, false, false]);
    expect([`${a},${b}`, `${a}\n${b}`, `${a} ${b}`].map(isManyEntries)).toEqual([true, true, true]);
  });
});
