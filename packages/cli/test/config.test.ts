import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig, withConfig } from '../src/config.ts';

async function folderWith(text?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'minigate-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  if (text !== undefined) await writeFile(join(folder, 'minigate.json'), text);
  return folder;
}

describe('minigate.json', () => {
  it('need not be there', async () => {
    expect(await readConfig(await folderWith())).toEqual({});
  });

  it('has the flags of run as its fields, a list or one text where a flag may be repeated', async () => {
    const folder = await folderWith(
      '\ufeff{"$schema":"x","domain":"https://a.example","at":["2s=background"],"json":true,"for":"1m"}',
    );
    expect(await readConfig(folder)).toEqual({
      domain: ['https://a.example'],
      at: ['2s=background'],
      json: true,
      for: '1m',
    });
  });

  it.each([
    ['{', /^minigate\.json is not JSON: /],
    ['[]', /^minigate\.json must hold an object, such as/],
    ['null', /must hold an object/],
    ['{"domian":[]}', /unknown field "domian"\. Did you mean "domain"\?/],
    ['{"__proto__":{}}', /unknown field "__proto__"\. It knows "domain", /],
    ['{"domain":[1]}', /"domain" in minigate\.json must be a list of texts\./],
    ['{"har":true}', /"har" in minigate\.json must be a text\./],
    ['{"debugging":"yes"}', /"debugging" in minigate\.json must be true or false\./],
  ])('is refused with a sentence when it says %s', async (text, sentence) => {
    await expect(readConfig(await folderWith(text))).rejects.toThrow(sentence);
  });
});

describe('flags and defaults', () => {
  it('give the flag where both say something', () => {
    const { options } = withConfig({ for: '2s' }, { for: '1s', har: 'a.har' }, false);
    expect(options).toEqual({ for: '2s', har: 'a.har' });
  });

  it('take the server domains from one place', () => {
    expect(withConfig({ domain: ['https://b.example'] }, { policy: 'p.json' }, false).options).toEqual({
      domain: ['https://b.example'],
    });
    expect(withConfig({ policy: 'q.json' }, { domain: ['https://b.example'] }, false).options).toEqual({
      policy: 'q.json',
    });
  });

  it('take a platform in the place of server domains, and the other way round', () => {
    const platform = { app: 'a', platform: 'https://p.example', platformKey: 'k' };
    expect(withConfig(platform, { domain: ['https://b.example'] }, false).options).toEqual(platform);
    expect(withConfig({ domain: ['https://b.example'] }, platform, false).options).toEqual({
      domain: ['https://b.example'],
    });
    expect(withConfig({ app: 'b' }, platform, false).options).toEqual({ ...platform, app: 'b' });
  });

  it('ignore debugging, resolution, trust, addresses and HAR of a file in the folder of the program itself', () => {
    const config = {
      domain: ['https://a.example'],
      debugging: true,
      resolve: ['a.example=127.0.0.1'],
      ca: 'ca.pem',
      allowAddress: ['127.0.0.0/8'],
      har: '../out.har',
      harSecrets: true,
    };
    const { options, warnings } = withConfig({ ca: 'mine.pem' }, config, true);
    expect(options).toEqual({ domain: ['https://a.example'], ca: 'mine.pem' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /own folder, so its "debugging", "resolve", "ca", "allowAddress", "har" and "harSecrets" are ignored/,
    );
  });
});
