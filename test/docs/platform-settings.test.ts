import { readSettings } from '@minigate/platform';
import { expect, it } from 'vitest';
import { readTables } from './tables.ts';

const rows = readTables('guide/platform.md').get('Settings') ?? [];

it('docs/guide/platform.md lists exactly the settings that there are', () => {
  const result = readSettings({ MINIGATE_NO_SUCH: 'x' });
  const names = result.ok ? [] : (result.faults[0]?.replace(/^.*There are: |\.$/g, '').split(', ') ?? []);
  expect(rows.map(([name]) => name)).toEqual(names);
});

it('docs/guide/platform.md tells the defaults', () => {
  const given = Object.fromEntries(rows.flatMap(([name = '', value]) => (value ? [[name, value]] : [])));
  expect(Object.keys(given)).not.toHaveLength(0);
  expect(readSettings(given)).toEqual(readSettings({}));
});
