import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOptions } from '../src/run/settings.ts';
import { UsageError } from '../src/usage-error.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minigate-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a usage error says, with its details. */
async function complaint(options: Parameters<typeof checkOptions>[0]): Promise<string> {
  const error = await checkOptions(options, folder).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UsageError)) throw new Error(`No usage error: ${String(error)}`);
  return [error.message, ...error.details].join('\n');
}

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

describe('the options of a run', () => {
  it('without any server domain are an empty list: every call is refused', async () => {
    const settings = await checkOptions({}, folder);
    expect(settings.policy?.serverDomains).toEqual([]);
    expect(settings).toMatchObject({
      debugging: false,
      ca: undefined,
      resolve: {},
      steps: [],
      limit: undefined,
    });
  });

  it('make a policy document of --domain', async () => {
    const { policy } = await checkOptions(
      { domain: ['https://a.example', 'https://b.example:8443'] },
      folder,
    );
    expect(policy).toMatchObject({
      appId: 'local',
      version: 1,
      serverDomains: ['https://a.example', 'https://b.example:8443'],
    });
  });

  it('read a policy document and warn of entries that grant nothing', async () => {
    const document = { appId: 'x', version: 3, serverDomains: ['https://a.example', 'http://b.example'] };
    const { policy, warnings } = await checkOptions(
      { policy: await file('p.json', JSON.stringify(document)) },
      folder,
    );
    expect(policy?.version).toBe(3);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^p\.json: .*http:\/\/b\.example.*Write: https:\/\/b\.example$/);
  });

  it('leave the policy to the platform where one is named', async () => {
    const settings = await checkOptions({ app: 'a', platform: 'https://platform.example.test' }, folder);
    expect([settings.policy, settings.warnings]).toEqual([undefined, []]);
    const both = { domain: ['https://a.example'], platform: 'https://platform.example.test' };
    expect(await complaint(both)).toMatch(/^--platform and --domain or --policy cannot go together/);
  });

  it('read times and put the steps of a rehearsal in order', async () => {
    const settings = await checkOptions({ for: '1m', at: ['9s=foreground', '2s=background'] }, folder);
    expect(settings.limit).toBe(60_000);
    expect(settings.steps).toEqual([
      { after: 2000, action: 'background' },
      { after: 9000, action: 'foreground' },
    ]);
  });

  it('lead names to addresses, with a port or without', async () => {
    const { resolve } = await checkOptions(
      { resolve: ['A.example=127.0.0.1:8443', 'b.example=::1', 'c.example=[::1]:99', 'd.example=10.0.0.1'] },
      folder,
    );
    expect(resolve).toEqual({
      'a.example': '127.0.0.1:8443',
      'b.example': '::1',
      'c.example': '[::1]:99',
      'd.example': '10.0.0.1',
    });
  });
});

describe('a run is refused with one sentence', () => {
  it('for a server domain that cannot be one, with its correction', async () => {
    expect(await complaint({ domain: ['http://a.example/'] })).toMatch(
      /^--domain "http:\/\/a\.example\/" cannot be a server domain\.\n.* Write: https:\/\/a\.example$/,
    );
  });

  it('for --domain together with --policy', async () => {
    expect(await complaint({ domain: ['https://a.example'], policy: 'p.json' })).toMatch(
      /cannot go together/,
    );
  });

  it.each([
    'a.example',
    '=127.0.0.1',
    'a.example=',
    'a.example=localhost',
    'a.example=127.0.0.1:0',
    'a.example=1.2.3.4:99999',
    'a.example=[1.2.3.4]:1',
    'a b=1.2.3.4',
  ])('for --resolve %j', async (text) => {
    expect(await complaint({ resolve: [text] })).toMatch(
      /^--resolve ".*" is not understood\. Write a host name and an IP address/,
    );
  });

  it.each(['10.0.0.0/33', 'localhost', '10.0.0', ''])('for --allow-address %j', async (text) => {
    expect(await complaint({ allowAddress: ['127.0.0.0/8', text] })).toMatch(
      /^--allow-address is not understood\.\nThe address range cannot be read/,
    );
  });

  it.each(['2s', '2s=asleep', 'soon=background', '=background', '-1s=background'])(
    'for --at %j',
    async (text) => {
      expect(await complaint({ at: [text] })).toMatch(
        /^--at ".*" is not understood\. Write a time and what happens then/,
      );
    },
  );

  it.each(['', '0s', 'forever', '10'])('for --for %j', async (text) => {
    expect(await complaint({ for: text })).toMatch(/^--for ".*" is not a time\. Write 500ms, 30s or 2m\.$/);
  });

  it('for a policy document that is missing, no JSON or malformed', async () => {
    expect(await complaint({ policy: 'none.json' })).toBe(
      'The policy document "none.json" cannot be read: it does not exist.',
    );
    expect(await complaint({ policy: await file('bad.json', '{"appId":') })).toMatch(
      /^The policy document "bad\.json" is not JSON: /,
    );
    expect(await complaint({ policy: await file('empty.json', '{}') })).toMatch(
      /^The policy document "empty\.json" cannot be used\.\n.*appId/,
    );
  });

  it('for a CA file that is missing, no PEM or damaged', async () => {
    expect(await complaint({ ca: 'none.pem' })).toBe(
      'The CA file "none.pem" cannot be read: it does not exist.',
    );
    expect(await complaint({ ca: '.' })).toBe('The CA file "." cannot be read: it is a folder.');
    expect(await complaint({ ca: await file('der.crt', '\u0030\u0082') })).toMatch(
      /holds no PEM certificate/,
    );
    const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(await complaint({ ca: await file('damaged.pem', damaged) })).toBe(
      'Certificate 1 of 1 in the CA file "damaged.pem" is damaged.',
    );
  });
});
