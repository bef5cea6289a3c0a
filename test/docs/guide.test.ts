import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callOptions } from '../../packages/runtime/src/bridge/protocol.ts';
import { requestLogged } from '../support/calls.ts';
import { startPolicyServer } from '../support/policy-server.ts';
import { authority, serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { openNetwork } from './guide/embedding-example.ts';
import { openSignedNetwork } from './guide/signed-policies-example.ts';
import { runProgram, surroundings } from './guide/programs.ts';
import { blocksOf, optionsOf, readPage } from './pages.ts';

const pages = readdirSync(new URL('../../docs/guide', import.meta.url));

const programs = pages.flatMap((page) => {
  const blocks = blocksOf(readPage(`docs/guide/${page}`));
  return blocks
    .map(({ language, code }, i) => ({ page, language, code, said: blocks[i + 1] }))
    .filter(({ language }) => language === 'js')
    .map((program, index) => ({ ...program, index }));
});

describe('the programs of docs/guide', () => {
  it('are those that are run here', () => {
    const counts = Object.entries(surroundings).flatMap(([page, { length }]) =>
      Array.from({ length }, () => page),
    );
    expect(programs.map(({ page }) => page).toSorted()).toEqual(counts.toSorted());
  });

  describe.each(['over a network', 'in the sandbox'] as const)('%s', (place) => {
    it.each(programs)('say what $page shows ($index)', async ({ page, code, said, index }) => {
      expect(said?.language).toBe('text');
      const shown = said?.code.trimEnd().split('\n') ?? [];
      const lines = await runProgram(code, place, surroundings[page]?.[index] ?? {}, shown.length);
      expect(lines).toEqual(shown);
    });
  });
});

describe('the pages of docs/guide', () => {
  it.each([
    ['request.md', callOptions.request],
    ['download-file.md', callOptions.downloadFile],
    ['upload-file.md', callOptions.uploadFile],
    ['connect-socket.md', callOptions.connectSocket],
  ])('list exactly the options of the call: %s', (page, options) => {
    expect(optionsOf(readPage(`docs/guide/${page}`)).toSorted()).toEqual([...options].toSorted());
  });

  it('list exactly the options of createNetwork', () => {
    const source = readPage('packages/network/src/network-options.ts');
    const [, fields = ''] = /^export interface NetworkOptions \{\n(.*?)^\}/ms.exec(source) ?? [];
    const names = [...fields.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name = '']) => name);
    expect(names).toContain('proxy');
    expect(optionsOf(readPage('docs/guide/embedding.md'))).toEqual(names);
  });

  it('list exactly the options of createPolicyFeed', () => {
    const source = readPage('packages/network/src/policy-feed/policy-feed-api.ts');
    const [, fields = ''] = /^export interface PolicyFeedOptions \{\n(.*?)^\}/ms.exec(source) ?? [];
    const names = [...fields.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
    expect(names).toContain('thumbprint');
    expect(optionsOf(readPage('docs/guide/signed-policies.md'))).toEqual(names);
  });

  it.each([
    ['testing.md', 'testing-example.test.ts'],
    ['embedding.md', 'embedding-example.ts'],
    ['signed-policies.md', 'signed-policies-example.ts'],
  ])('show the code that is run here: %s', (page, file) => {
    const code = readFileSync(new URL(`guide/${file}`, import.meta.url), 'utf8');
    expect(blocksOf(readPage(`docs/guide/${page}`)).filter(({ language }) => language === 'ts')).toEqual([
      { language: 'ts', code },
    ]);
  });
});

it('docs/guide/embedding.md: the example tells verdicts and endings', async () => {
  const server = await serve((_request, response) => void response.end('hello'));
  const lines: string[] = [];
  const network = openNetwork((line) => lines.push(line), {
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
    tls: { ca: server.authority.pem },
  });
  await requestLogged(network, { url: 'https://api.example.test/' }).done;
  await requestLogged(network, { url: 'https://other.example.test/' }).done;
  await network.close();
  expect(lines).toEqual([
    'allow LISTED https://api.example.test/',
    'request success',
    'deny HOST_NOT_LISTED https://other.example.test/',
    expect.stringMatching(/^request fail The host is not among the server domains of this call/),
  ]);
});

it('docs/guide/signed-policies.md: the example follows the platform, and goes on without it', async () => {
  const server = await startPolicyServer({ authority });
  onTestFinished(() => server.close());
  await server.publish({ version: 3 });
  const lines: string[] = [];
  const options = {
    thumbprint: server.key.thumbprint,
    directory: temporaryFolder(),
    tls: { ca: authority.pem },
    resolve: server.resolve,
  };
  const first = await openSignedNetwork((line) => lines.push(line), options);
  expect(first.network.policy?.version).toBe(3);
  await first.close();
  await server.close();
  const second = await openSignedNetwork((line) => lines.push(line), options);
  expect(second.network.policy?.version).toBe(3);
  await second.close();
  expect(lines.slice(0, 2)).toEqual(['version 3 from the platform', 'version 3 from the disk']);
});
