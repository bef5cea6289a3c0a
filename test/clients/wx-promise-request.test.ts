import type { Failure, RequestOptions, RequestSuccess } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { request, setConfig } from 'wx-promise-request'");

interface Package {
  request(options: RequestOptions): Promise<RequestSuccess>;
  setConfig(config: { concurrency?: number }): void;
}

const clientOf = (wx: object) => load<Package>(code, { wx });

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, ...clientOf(lab.wx) };
}

describe.each(modes)('wx-promise-request, %s', (mode) => {
  it('keeps the promise of a request', async () => {
    const { request, origin } = await open(mode);
    expect(await request({ url: `${origin}/json` })).toMatchObject({
      errMsg: 'request:ok',
      statusCode: 200,
      data: { hello: 'world', n: 1 },
    });
  });

  it('lets its own queue have fewer at a time than the platform would', async () => {
    const { request, setConfig, origin, server } = await open(mode);
    setConfig({ concurrency: 2 });
    const results = await Promise.all(Array.from({ length: 12 }, () => request({ url: `${origin}/json` })));
    expect(results.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 12 }, () => 200));
    expect(server.requests).toHaveLength(12);
  });

  it('rejects with the timeout that was asked for', async () => {
    const { request, origin } = await open(mode);
    const { errMsg } = await failureOf<Failure>(request({ url: `${origin}/hang`, timeout: 50 }));
    expect(errMsg).toBe('request:fail timeout');
  });
});

it('wx-promise-request is refused a domain that is not listed', async () => {
  const { wx } = await openListedLab();
  const { errMsg } = await failureOf<Failure>(clientOf(wx).request({ url: unlisted }));
  expect(errMsg).toBe('request:fail url not in domain list');
});
