import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { FileSink } from '../src/files/file-sink.ts';

it('Rule 16: writes nothing where the folder has become a link since the path was judged', () => {
  const folder = temporaryFolder();
  const outside = temporaryFolder();
  mkdirSync(join(folder, 'inside'));
  symlinkSync(outside, join(folder, 'exchanged'));
  const sinkIn = (name: string) =>
    new FileSink({ place: join(folder, name, 'file'), onDrain() {}, onError() {} });
  expect(() => sinkIn('exchanged')).toThrow('The folder has been exchanged for a link.');
  expect(readdirSync(outside)).toEqual([]);
  void sinkIn('inside').discard();
  expect(readdirSync(join(folder, 'inside'))).toEqual([]);
});
