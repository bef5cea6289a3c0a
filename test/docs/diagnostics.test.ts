import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTable } from '@minigate/network/diagnose';
import { describe, expect, it } from 'vitest';
import { main } from '../../packages/cli/src/program.ts';
import { TestIo } from '../../packages/cli/test/test-io.ts';
import { examined } from '../diagnose/examined.ts';
import { authority, serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { examineFor } from './guide/diagnostics-example.ts';
import { blocksOf, optionsOf, readPage } from './pages.ts';
import { readTables } from './tables.ts';

const page = readPage('docs/guide/diagnostics.md');
const tables = readTables('guide/diagnostics.md');
const names = ['api.example.test'];

/** A server that leaves out its intermediate certificate. */
async function incomplete() {
  const certificate = await authority.issue({ names, intermediate: 'withheld' });
  return serve((_request, response) => void response.end('{}'), { names, certificate });
}

/** Times and dates differ from run to run. */
const steady = (text: string) =>
  text
    .replaceAll(/\b[\d.]+ m?s\b/g, 'N ms')
    .replaceAll(/\d+ days more, until \d{4}-\d{2}-\d{2}/g, 'N days more, until DATE');

describe('docs/guide/diagnostics.md', () => {
  it('shows what minigate doctor says', async () => {
    const server = await incomplete();
    const io = new TestIo(temporaryFolder());
    writeFileSync(join(io.cwd, 'ca.pem'), authority.pem);
    const resolve = `api.example.test=127.0.0.1:${server.port}`;
    const code = await main(
      [
        'doctor',
        'api.example.test',
        '--ca',
        'ca.pem',
        '--resolve',
        resolve,
        '--allow-address',
        '127.0.0.0/8',
      ],
      io,
    );
    const shown = blocksOf(page).find(({ language }) => language === 'text')?.code;
    expect(steady(shown ?? '')).toBe(steady(io.out));
    expect(code).toBe(1);
  });

  it('lists every check with its question and its class', () => {
    const classes = {
      permission: 'not-permitted',
      name: 'name-not-found',
      reach: 'unreachable',
      tls: 'tls',
      certificate: 'certificate',
      http: 'http',
    };
    expect(tables.get('What is examined')).toEqual(
      Object.entries(checkTable).map(([id, { question, group }]) => [id, question, classes[group]]),
    );
  });

  it('lists exactly the options of diagnose', () => {
    const source = readPage('packages/network/src/diagnose/options.ts');
    const [, fields = ''] = /^export interface DiagnoseOptions \{\n(.*?)^\}/ms.exec(source) ?? [];
    const options = [...fields.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = '']) => name);
    expect(options).toContain('disclosure');
    expect(optionsOf(page)).toEqual(options);
  });

  it('lists exactly the fields of a report, and of what is in it', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { Location: '/a' }).end();
      else response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end('é');
    });
    const report = await examined(server);
    const rows = tables.get('The report') ?? [];
    expect(rows.map(([field]) => field)).toEqual(Object.keys(report).toSorted(byPlaceIn(rows)));
    for (const key of ['tls', 'answer', 'times'] as const) {
      for (const field of Object.keys(report[key] ?? {}))
        expect(meaningOf(rows, key)).toContain(`\`${field}\``);
    }
    for (const key of ['checks', 'addresses', 'certificates', 'hops', 'platforms'] as const) {
      expect(report[key].length).toBeGreaterThan(0);
      for (const item of report[key]) {
        for (const field of Object.keys(item)) expect(meaningOf(rows, key)).toContain(`\`${field}\``);
      }
    }
  });

  it('shows the code that is run here', async () => {
    const code = readFileSync(new URL('guide/diagnostics-example.ts', import.meta.url), 'utf8');
    expect(blocksOf(page).filter(({ language }) => language === 'ts')).toEqual([{ language: 'ts', code }]);
    const server = await incomplete();
    const options = { ca: authority.pem, resolve: server.resolve, allowAddresses: ['127.0.0.0/8'] };
    expect(await examineFor('https://api.example.test', options)).toEqual([
      expect.stringMatching(/^certificate: /),
      'ios fails',
      'android fails',
      'binance fails',
    ]);
  });
});

function byPlaceIn(rows: readonly string[][]): (a: string, b: string) => number {
  const place = (name: string) => rows.findIndex(([field]) => field === name);
  return (a, b) => place(a) - place(b);
}

function meaningOf(rows: readonly string[][], name: string): string | undefined {
  return rows.find(([field]) => field === name)?.[1];
}
