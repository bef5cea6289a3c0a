import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReachableServer, startReachableServer } from './reachable-server.ts';
import { expectHarmless, hostile, hostileLatin1 } from './hostile.ts';
import { minigate, writeFiles } from './minigate.ts';

let home: string;
let world: ReachableServer;

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'minigate-cli-')));
  world = await startReachableServer(home, (request, response) => {
    if (request.url === '/away') {
      response.writeHead(302, hostileLatin1, { Location: `https://other.example.test/MARK${hostileLatin1}` });
    } else {
      response.writeHead(200, hostileLatin1, {
        'Content-Type': `text/plain; charset="MARK${hostileLatin1}"`,
        'X-Odd': hostileLatin1,
      });
    }
    response.end(`MARK${hostile}`);
  });
  const text = JSON.stringify(`MARK${hostile}`);
  writeFiles(home, {
    'hello/app.json': '{}',
    'hello/app.js': `
      const text = ${text};
      for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level](text, [text], { [text]: text });
      wx[text]();
      wx.request({ url: 'https://api.example.test/' + text });
      wx.request({ url: text, method: text, header: { [text]: text } });
      wx.request({ url: 'https://api.example.test/', method: text });
      wx.request({ url: 'https://' + text });
      wx.request({ url: 'https://api.example.test/away' });
      wx.request({ url: 'https://api.example.test/', success: ({ data, header }) => console.log(data, header) });
      Promise.reject(text);
      function ${'f'.repeat(3)}() { const error = new Error(text); error.name = text; throw error; }
      Object.defineProperty(fff, 'name', { value: text });
      fff();`,
  });
});

afterAll(async () => {
  await world.server.close();
  rmSync(home, { recursive: true });
});

describe('what a program or a server prints cannot drive the terminal or a CI log:', () => {
  it.each([[[]], [['--debugging', '--json']]])('run %j', async (flags) => {
    const domain = ['--domain', 'https://api.example.test'];
    const ended = await minigate(['run', 'hello', ...world.flags, ...domain, ...flags], home);
    expect(ended.code).toBe(1);
    const shown = ended.stdout.match(/MARK/g) ?? [];
    expect(shown.length).toBeGreaterThan(20);
    expectHarmless(ended, /MARK(\\x|\\u00)1b\[2J/);
    if (!flags.includes('--json')) return;
    const texts = ended.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text as unknown);
    expect(texts.filter((text) => String(text).startsWith(`MARK${hostile} `))).toHaveLength(6);
  });
});
