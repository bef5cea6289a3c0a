import { linkPresets } from '@minigate/runtime/inspector';
import { describe, expect, it } from 'vitest';
import { draftOf, isChanged, keepMine, meet, takeTheirs } from '../../src/simulator/model/draft.ts';
import { fileRows } from '../../src/simulator/model/file-tree.ts';
import { linkFields, linkOfFields } from '../../src/simulator/model/custom-link.ts';
import { clockOf, conditionsFor, presets } from '../../src/simulator/model/presets.ts';

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
  const none = { preset: 'none', ...linkPresets.none } as const;

  it('are those of the simulator, and whatever else', () => {
    expect(presets).toEqual([...Object.keys(linkPresets), 'custom']);
    expect(conditionsFor('3g', none)).toEqual({ preset: '3g', ...linkPresets['3g'] });
    expect(conditionsFor('offline', none)).toMatchObject({ preset: 'offline', offline: true });
  });

  it('begin a custom one with what there is, which is not offline', () => {
    const slow = conditionsFor('3g', none);
    expect(conditionsFor('custom', slow)).toEqual({ ...slow, preset: 'custom' });
    expect(conditionsFor('custom', conditionsFor('offline', none))).toMatchObject({ offline: false });
  });

  it('have a form with kilobytes and percent, in which an empty speed has no limit', () => {
    const custom = { preset: 'custom', latency: 7, upload: 1500, loss: 0.07, offline: false } as const;
    const fields = linkFields(custom);
    expect(fields).toEqual({ latency: 7, download: undefined, upload: 1.5, loss: 7 });
    expect(linkOfFields(fields)).toEqual(custom);
    expect(linkOfFields({ ...fields, upload: 0, latency: undefined })).toEqual({
      preset: 'custom',
      latency: 0,
      loss: 0.07,
      offline: false,
    });
  });

  it('know the clocks that can be chosen at once', () => {
    expect([0, 86_400_000, -365 * 86_400_000, 5].map(clockOf)).toEqual(['exact', 'day', 'year', 'custom']);
  });
});
