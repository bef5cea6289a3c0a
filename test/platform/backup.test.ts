import { join } from 'node:path';
import { backupDatabase } from '@minigate/platform';
import { expect, it } from 'vitest';
import type { TestDatabase } from '../../packages/platform/test/support/databases.ts';
import { newProgram } from '../../packages/platform/test/support/programs.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { type AcknowledgedChange, changeDomains } from './support/domain-changes.ts';
import { expectWholeChanges } from './support/history-check.ts';

it('a copy that is made while the platform changes has every change that was acknowledged before, and none by half', async () => {
  const platform = await startTestPlatform('sqlite');
  const programs = [await newProgram(platform), await newProgram(platform)];
  const folder = temporaryFolder();
  const acknowledged: AcknowledgedChange[] = [];
  let before: readonly AcknowledgedChange[] = [];
  let copied: Promise<void> | undefined;
  let done = false;
  await changeDomains(
    programs,
    async () => platform.address,
    (change) => {
      acknowledged.push(change);
      if (acknowledged.length === 50) {
        before = [...acknowledged];
        copied = backupDatabase(platform.core.settings, join(folder, 'minigate.db')).finally(
          () => (done = true),
        );
      }
      return !done;
    },
  );
  await copied;
  expect(acknowledged.length).toBeGreaterThan(before.length);

  const copy: TestDatabase = {
    environment: { MINIGATE_DATA: folder, MINIGATE_SECRET: platform.core.settings.secret ?? '' },
  };
  const restored = await startTestPlatform('sqlite', { database: copy });
  await expectWholeChanges(
    restored,
    programs.map(({ appId }) => appId),
    before,
  );
  const [program] = programs;
  const { text } = await restored.services.policies.signed(program?.appId ?? '');
  expect(text.split('.')).toHaveLength(3);
});
