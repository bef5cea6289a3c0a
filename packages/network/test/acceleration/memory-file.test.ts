import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temp-folder.ts';

const root = join(import.meta.dirname, '../../../..');
const module = pathToFileURL(join(root, 'packages/network/src/acceleration/memory-file.ts')).href;
const program = `
  import { MemoryFile } from '${module}';
  const file = new MemoryFile(process.argv[1], { appId: 'demo', origin: 'https://www.example.com' }, (error) =>
    console.log(error.code),
  );
  file.write('{}');
  await file.written();
`;

describe('rule 25.13: the file in which measurements are kept', () => {
  it('leaves nothing behind where a disk takes no bytes', () => {
    const folder = temporaryFolder();
    const node = [process.execPath, '--import', './scripts/typescript.mjs', '--input-type=module'];
    // Files can be made, and have no room.
    const limited = ['-c', 'ulimit -f 0; exec "$@"', 'sh', ...node, '--eval', program, folder];
    const { stdout, stderr } = spawnSync('sh', limited, { cwd: root, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'EFBIG\n', stderr: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
