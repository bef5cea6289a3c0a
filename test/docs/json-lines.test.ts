import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { minigate, writeFiles } from '../cli/minigate.ts';
import { startReachableServer } from '../cli/reachable-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const page = readFileSync(new URL('../../docs/guide/json-lines.md', import.meta.url), 'utf8');

it('docs/guide/json-lines.md lists every type of line and exactly its fields', async () => {
  const listed = [...page.matchAll(/^\| `(\w+)` \|[^|]*\| (.*) \|$/gm)].map(([, type = '', fields = '']) => {
    return [type, [...fields.matchAll(/`(\w+)`/g)].map(([, field = '']) => field).toSorted()];
  });

  const folder = temporaryFolder();
  const { server, flags } = await startReachableServer(folder, (_, response) => void response.end('hello'));
  onTestFinished(() => server.close());
  writeFiles(folder, {
    'hello/app.json': '{}',
    'hello/app.js': `
      wx.request({ url: 'https://api.example.test/' });
      wx.request({ url: 'https://api.example.test:443/' });
      wx.request({ url: 'https://other.example.test/' });
      wx.connectSocket({ url: 'wss://api.example.test/' });
      console.log('hello');
      wx.getLocation({});
      throw new Error('no');`,
    'policy.json': JSON.stringify({
      appId: 'hello',
      version: 1,
      serverDomains: ['https://api.example.test', 'http://ignored.example.test'],
    }),
  });
  const { stdout } = await minigate(
    [
      'run',
      'hello',
      ...flags,
      '--policy',
      'policy.json',
      '--json',
      '--at',
      '1ms=foreground',
      '--har',
      'out.har',
    ],
    folder,
  );
  const written = new Map<string, Set<string>>();
  for (const line of stdout.trimEnd().split('\n')) {
    const { type, ...fields } = JSON.parse(line);
    written.set(type, new Set([...(written.get(type) ?? []), ...Object.keys(fields)]));
  }
  // The one field that is absent here: nothing is accelerated.
  expect(written.get('summary')).not.toContain('acceleration');
  written.get('summary')?.add('acceleration');
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries([...written].map(([type, fields]) => [type, [...fields].toSorted()])),
  );
});
