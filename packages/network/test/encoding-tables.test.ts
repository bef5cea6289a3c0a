import { createRequire } from 'node:module';
import labelsToNames from 'whatwg-encoding/lib/labels-to-names.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { decodeText } from '../src/decode.ts';

type Index = readonly (number | null)[];

const require = createRequire(import.meta.url);
const packaged = require('text-encoding/lib/encoding-indexes.js') as {
  'encoding-indexes': Record<string, Index>;
};
const indexes = packaged['encoding-indexes'];

/**
 * Rows in which the package is older than the standard, as pointer and code point.
 * https://encoding.spec.whatwg.org/index-gb18030.txt, changed for GB18030-2022:
 * https://encoding.spec.whatwg.org/#gb18030-decoder
 */
const newerRows: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  gb18030: [
    [7182, 0xfe10],
    [7183, 0xfe12],
    [7184, 0xfe11],
    [7185, 0xfe13],
    [7186, 0xfe14],
    [7187, 0xfe15],
    [7188, 0xfe16],
    [7201, 0xfe17],
    [7202, 0xfe18],
    [7208, 0xfe19],
    [23775, 0x9fb4],
    [23783, 0x9fb5],
    [23788, 0x9fb6],
    [23789, 0x9fb7],
    [23795, 0x9fb8],
    [23812, 0x9fb9],
    [23829, 0x9fba],
    [23845, 0x9fbb],
  ],
};

function indexOf(name: string): Index {
  const index = indexes[name];
  if (index === undefined) throw new Error(`The package has no index ${name}.`);
  const copy = [...index];
  for (const [pointer, codePoint] of newerRows[name] ?? []) copy[pointer] = codePoint;
  return copy;
}

/** What one sequence of bytes stands for. */
interface Row {
  readonly bytes: readonly number[];
  readonly text: string;
}

const fault = '\uFFFD';

interface Outcome {
  /** The first rows whose text is another. */
  readonly wrong: readonly Row[];
  readonly replaced: boolean;
}

/** Every row is right, and the body was all text. */
const right: Outcome = { wrong: [], replaced: false };

/** Every row is right, those included that are no text. */
const rightWithFaults: Outcome = { wrong: [], replaced: true };

/** Decodes all rows in one body and compares row by row, so that a failure shows the rows. */
function decodeRows(label: string, rows: readonly Row[]): Outcome {
  const body = Uint8Array.from(rows.flatMap(({ bytes }) => [...bytes, 0x0a]));
  const { text, reading } = decodeText(body, `text/plain; charset=${label}`);
  const got = text.split('\n');
  return { wrong: rows.filter((row, i) => row.text !== got[i]).slice(0, 5), replaced: reading.replaced };
}

/** What becomes of two bytes that stand for nothing: an ASCII trail survives. */
function broken(trail: number): string {
  return trail < 0x80 ? fault + String.fromCharCode(trail) : fault;
}

/** Every pair of a table of two bytes, mapped or not, but for those that the encoding uses otherwise. */
function pairs(
  index: Index,
  width: number,
  bytesOf: (row: number, column: number) => [number, number],
): Row[] {
  const rows: Row[] = [];
  for (let pointer = 0; pointer < index.length; pointer++) {
    const bytes = bytesOf(Math.floor(pointer / width), pointer % width);
    const codePoint = index[pointer] ?? null;
    rows.push({ bytes, text: codePoint === null ? broken(bytes[1]) : String.fromCodePoint(codePoint) });
  }
  return rows;
}

const mapped = (rows: Row[]): Row[] => rows.filter((row) => !row.text.includes(fault));

const singleByte = Object.keys(indexes).filter((name) => indexes[name]?.length === 128);

describe('every entry of the index tables of https://encoding.spec.whatwg.org/', () => {
  it('covers 27 single-byte encodings', () => {
    expect(singleByte).toHaveLength(27);
  });

  it.each(singleByte)('is right in %s', (label) => {
    const rows = indexOf(label).map((codePoint, i) => ({
      bytes: [0x80 + i],
      text: codePoint === null ? fault : String.fromCodePoint(codePoint),
    }));
    expect(decodeRows(label, rows)).toEqual(indexOf(label).includes(null) ? rightWithFaults : right);
    expect(decodeRows(label, mapped(rows))).toEqual(right);
  });

  it('is right in x-user-defined', () => {
    const rows = Array.from({ length: 128 }, (_, i) => ({
      bytes: [0x80 + i],
      text: String.fromCharCode(0xf780 + i),
    }));
    expect(decodeRows('x-user-defined', rows)).toEqual(right);
  });

  it.each(['gb18030', 'gbk'])('is right in %s', (label) => {
    const rows = pairs(indexOf('gb18030'), 190, (row, column) => [
      row + 0x81,
      column + (column < 0x3f ? 0x40 : 0x41),
    ]);
    expect(rows).toHaveLength(23940);
    expect(decodeRows(label, rows)).toEqual(right);
  });

  it('is right in big5', () => {
    /** Pointers that stand for a letter and a combining mark. https://encoding.spec.whatwg.org/#big5-decoder */
    const composed = new Map([
      [1133, '\u00CA\u0304'],
      [1135, '\u00CA\u030C'],
      [1164, '\u00EA\u0304'],
      [1166, '\u00EA\u030C'],
    ]);
    const rows = pairs(indexOf('big5'), 157, (row, column) => [
      row + 0x81,
      column + (column < 0x3f ? 0x40 : 0x62),
    ]);
    const all = rows.map((row, pointer) => ({ ...row, text: composed.get(pointer) ?? row.text }));
    expect(mapped(all)).toHaveLength(18_594);
    expect(decodeRows('big5', all)).toEqual(rightWithFaults);
    expect(decodeRows('big5', mapped(all))).toEqual(right);
  });

  it('is right in euc-kr', () => {
    const rows = pairs(indexOf('euc-kr'), 190, (row, column) => [row + 0x81, column + 0x41]);
    expect(mapped(rows)).toHaveLength(17_048);
    expect(decodeRows('euc-kr', rows)).toEqual(rightWithFaults);
    expect(decodeRows('euc-kr', mapped(rows))).toEqual(right);
  });

  const jis0208 = indexOf('jis0208');

  it('is right in shift_jis', () => {
    const rows = pairs(jis0208, 188, (row, column) => [
      row + (row < 0x1f ? 0x81 : 0xc1),
      column + (column < 0x3f ? 0x40 : 0x41),
    ]).map((row, pointer) =>
      // Pointers 8836 to 10715 are private use. https://encoding.spec.whatwg.org/#shift_jis-decoder
      pointer >= 8836 && pointer <= 10715
        ? { ...row, text: String.fromCharCode(0xe000 - 8836 + pointer) }
        : row,
    );
    const katakana = Array.from({ length: 63 }, (_, i) => ({
      bytes: [0xa1 + i],
      text: String.fromCharCode(0xff61 + i),
    }));
    expect(decodeRows('shift_jis', [...rows, ...katakana])).toEqual(rightWithFaults);
    expect(decodeRows('shift_jis', [...mapped(rows), ...katakana])).toEqual(right);
  });

  it('is right in euc-jp', () => {
    const rows = pairs(jis0208.slice(0, 94 * 94), 94, (row, column) => [row + 0xa1, column + 0xa1]);
    const second = pairs(indexOf('jis0212'), 94, (row, column) => [row + 0xa1, column + 0xa1]).map((row) => ({
      bytes: [0x8f, ...row.bytes],
      text: row.text,
    }));
    const katakana = Array.from({ length: 63 }, (_, i) => ({
      bytes: [0x8e, 0xa1 + i],
      text: String.fromCharCode(0xff61 + i),
    }));
    expect(mapped(second)).toHaveLength(6067);
    expect(decodeRows('euc-jp', [...rows, ...second, ...katakana])).toEqual(rightWithFaults);
    expect(decodeRows('euc-jp', [...mapped(rows), ...mapped(second), ...katakana])).toEqual(right);
  });

  it('is right in iso-2022-jp', () => {
    const rows = mapped(pairs(jis0208.slice(0, 94 * 94), 94, (row, column) => [row + 0x21, column + 0x21]));
    expect(
      decodeRows(
        'iso-2022-jp',
        rows.map(({ bytes, text }) => ({ bytes: [0x1b, 0x24, 0x42, ...bytes, 0x1b, 0x28, 0x42], text })),
      ),
    ).toEqual(right);
  });
});

describe('four bytes of gb18030', () => {
  const ranges = (indexes['gb18030-ranges'] ?? []) as unknown as readonly (readonly [number, number])[];

  const bytesOf = (pointer: number): number[] => [
    Math.floor(pointer / 12600) + 0x81,
    (Math.floor(pointer / 1260) % 10) + 0x30,
    (Math.floor(pointer / 10) % 126) + 0x81,
    (pointer % 10) + 0x30,
  ];

  /** https://encoding.spec.whatwg.org/#index-gb18030-ranges-code-point */
  function codePointOf(pointer: number): number | null {
    if ((pointer > 39419 && pointer < 189000) || pointer > 1237575) return null;
    if (pointer === 7457) return 0xe7c7;
    const [offset, codePoint] = ranges.findLast(([start]) => start <= pointer) ?? [0, 0];
    return codePoint + pointer - offset;
  }

  const rowOf = (pointer: number): Row => ({
    bytes: bytesOf(pointer),
    text: String.fromCodePoint(codePointOf(pointer) ?? 0),
  });

  it('stand for every code point of the BMP ranges', () => {
    expect(ranges).toHaveLength(207);
    expect(
      decodeRows(
        'gb18030',
        Array.from({ length: 39420 }, (_, pointer) => rowOf(pointer)),
      ),
    ).toEqual(right);
  });

  it('stand for the supplementary planes, in samples and at both ends', () => {
    const pointers = [189000, 189001, 1237574, 1237575];
    for (let pointer = 189000; pointer <= 1237575; pointer += 61) pointers.push(pointer);
    expect(decodeRows('gb18030', pointers.map(rowOf))).toEqual(right);
  });

  it.each([39420, 188999, 1237576, bytesMaximum()])('are no text at the pointer %d', (pointer) => {
    const { text, reading } = decodeText(Uint8Array.from(bytesOf(pointer)), 'a/b; charset=gb18030');
    expect(text.startsWith(fault)).toBe(true);
    expect(reading.replaced).toBe(true);
  });

  /** FE 39 FE 39, the last of all. */
  function bytesMaximum(): number {
    return (0xfe - 0x81) * 12600 + 9 * 1260 + 125 * 10 + 9;
  }
});

/** Labels of the standard that the package leaves out. https://encoding.spec.whatwg.org/#names-and-labels */
const moreLabels: Readonly<Record<string, string>> = {
  csiso88598i: 'ISO-8859-8-I',
  'iso-8859-8-i': 'ISO-8859-8-I',
  logical: 'ISO-8859-8-I',
  'x-mac-cyrillic': 'x-mac-cyrillic',
  'x-mac-ukrainian': 'x-mac-cyrillic',
  csiso2022jp: 'ISO-2022-JP',
  'iso-2022-jp': 'ISO-2022-JP',
  csiso2022kr: 'replacement',
  'hz-gb-2312': 'replacement',
  'iso-2022-cn': 'replacement',
  'iso-2022-cn-ext': 'replacement',
  'iso-2022-kr': 'replacement',
  replacement: 'replacement',
};

describe('labels', () => {
  const labels = Object.entries({ ...(labelsToNames as Record<string, string>), ...moreLabels });

  it('are all 228 of the standard, in every letter case', () => {
    expect(labels).toHaveLength(228);
    for (const [label, name] of labels) {
      for (const written of [label, label.toUpperCase(), `" ${label}\t"`]) {
        const { reading } = decodeText(Uint8Array.of(0x61, 0xe9), `text/plain; charset=${written}`);
        expect([written, reading.charset, reading.source]).toEqual([written, name, 'declared']);
      }
    }
  });
});
