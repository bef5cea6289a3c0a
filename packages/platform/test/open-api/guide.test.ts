import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errcodes } from '../../src/open-api/wechat/errcodes.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { getToken, makeTokenProgram } from '../support/token-program.ts';

const page = readFileSync(new URL('../../../../docs/guide/access-tokens.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
  language,
  code,
}));
const codeOf = (language: string) =>
  blocks.filter((block) => block.language === language).map(({ code }) => code);

/** What runs the blocks of a language, with the code as its input. */
const interpreters = {
  sh: ['sh', []],
  mjs: [process.execPath, ['--input-type=module', '-']],
  python: ['python3', ['-']],
} as const;

/** @returns undefined if this machine does not have the command */
function run(
  language: keyof typeof interpreters,
  code: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const [command, args] = interpreters[language];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...environment } });
    const out: string[] = [];
    const wrong: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => wrong.push(chunk.toString()));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('close', (status) => {
      if (status === 0) resolve(out.join(''));
      else if (status === 127) resolve(undefined);
      else reject(new Error(wrong.join('')));
    });
    child.stdin.end(code);
  });
}

describe('docs/guide/access-tokens.md', () => {
  it('shows lines for curl, Node and Python that get the access token, and call with it', async (context) => {
    const platform = await startTestPlatform('sqlite');
    const program = await makeTokenProgram(platform);
    const { access_token: token } = await getToken(platform, program);
    const environment = {
      PLATFORM: platform.address,
      APP_ID: program.appId,
      APP_SECRET: program.secret(),
      ACCESS_TOKEN: token,
    };
    const [ask = '', call = '', oauth = ''] = codeOf('sh');
    const [node = ''] = codeOf('mjs');
    const [python = ''] = codeOf('python');
    const given = { access_token: token, expires_in: 7200 };
    const lines = [
      ['mjs', node, given],
      ['sh', ask, given],
      ['sh', call, { version: expect.any(Number) as number }],
      ['sh', oauth, { ...given, token_type: 'Bearer' }],
      ['python', python, given],
    ] as const;
    for (const [language, code, answer] of lines) {
      const said = await run(language, code, environment);
      if (said === undefined) context.skip(`This machine cannot run ${language}.`);
      else expect(JSON.parse(said)).toEqual(answer);
    }
  });

  it('lists exactly the errcodes', () => {
    const rows = [...page.matchAll(/^\| `(-?\d+)` \| (.*) \|$/gm)].map(([, code, text]) => [code, text]);
    const inOrder = Object.entries(errcodes).toSorted(([one], [other]) => Number(one) - Number(other));
    expect(rows).toEqual(inOrder);
  });
});
