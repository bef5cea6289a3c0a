import { expect } from 'vitest';

/** What drives a terminal, reorders or hides text, or breaks a line; and the commands of four CI systems. */
export const hostile = [
  '\u001b[2J\u001b]52;c;ZXZpbA==\u0007\b\u007f',
  '\u009b31m\u009d0;title\u009c',
  'over\rwritten \u202eabc\u2066 \u200b\ufeff\u2028\u2029',
  '\n::error file=x::y\n\n  ::set-output name=a::b\n',
  '##[group]x ##vso[task.complete result=Failed;]x ##teamcity[buildStop] section_start:1:x',
].join('');

/** The part of it that HTTP lets a server write into a header: C1 controls as single bytes, and text. */
export const hostileLatin1 = '\u009b31m\u0085 ##vso[task.complete]##[group] ::error::y';

const driving =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/u;

interface Written {
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing raw came through; `mark` shows that the hostile text was told of at all. */
export function expectHarmless({ stdout, stderr }: Written, mark: RegExp): void {
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(driving);
    expect(text).not.toMatch(/##(vso|teamcity)?\[|section_start:/);
    expect(text.split('\n').filter((line) => /^\s*::.*::/.test(line))).toEqual([]);
  }
  expect(`${stdout}${stderr}`).toMatch(mark);
}
