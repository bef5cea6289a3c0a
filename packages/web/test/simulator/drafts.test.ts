import { describe, expect, it } from 'vitest';
import { draftOf, isChanged, keepMine, meet, takeTheirs } from '../../src/simulator/model/draft.ts';
import { fileRows } from '../../src/simulator/model/file-tree.ts';
import { changeTo, clockOf, presetOf } from '../../src/simulator/model/presets.ts';

const file = (text: string, version: string) => ({ path: 'app.js', text, version });

describe('a file that is edited', () => {
  const draft = draftOf(file('one', 'v1'));

  it('follows the disk while nothing was changed here', () => {
    expect(meet(draft, file('two', 'v2'))).toEqual(draftOf(file('two', 'v2')));
  });

  it('keeps what was typed, and offers both, when it changed on the disk too', () => {
    const conflict = meet({ ...draft, text: 'mine' }, file('two', 'v2'));
    expect(conflict.text).toBe('mine');
    expect(keepMine(conflict)).toEqual({ text: 'mine', file: file('two', 'v2') });
    expect(takeTheirs(conflict)).toEqual(draftOf(file('two', 'v2')));
  });

  it('is in no conflict with the same text on the disk', () => {
    const same = meet({ ...draft, text: 'two' }, file('two', 'v2'));
    expect([same.theirs, isChanged(same)]).toEqual([undefined, false]);
  });
});

describe('the files of a program', () => {
  it('stand in their folders, folders first', () => {
    const files = ['app.js', 'app.json', 'pages/a/a.js', 'pages/b.js'].map((path) => ({
      path,
      bytes: 1,
      text: true,
    }));
    const rows = fileRows(files, (path) => path === 'pages');
    expect(rows.map(({ path, depth, open }) => [path, depth, open])).toEqual([
      ['pages', 0, true],
      ['pages/a', 1, false],
      ['pages/b.js', 1, undefined],
      ['app.js', 0, undefined],
      ['app.json', 0, undefined],
    ]);
  });
});

describe('the presets of a device', () => {
  const device = {
    lifecycle: 'foreground',
    connection: 'wifi',
    conditions: { preset: 'none', latency: 0, download: 0, upload: 0, loss: 0 },
    debugging: false,
    firstParty: 'policy',
    profile: 'policy',
    clockOffset: 0,
  } as const;

  it('take the connection for offline, and give one back', () => {
    expect(changeTo('offline', device)).toEqual({ connection: 'none' });
    expect(presetOf({ ...device, connection: 'none' })).toBe('offline');
    expect(changeTo('none', { ...device, connection: 'none' })).toMatchObject({ connection: 'wifi' });
  });

  it('begin a custom one with what there is', () => {
    const slow = { ...device.conditions, preset: '3g', latency: 300 };
    expect(changeTo('custom', { ...device, conditions: slow }).conditions).toEqual({
      ...slow,
      preset: 'custom',
    });
  });

  it('lose one request in five for loss', () => {
    expect(changeTo('loss', device).conditions).toMatchObject({ preset: 'loss', loss: 0.2, latency: 0 });
  });

  it('know the clocks that can be chosen at once', () => {
    expect([0, 86_400_000, -365 * 86_400_000, 5].map(clockOf)).toEqual(['exact', 'day', 'year', 'custom']);
  });
});
