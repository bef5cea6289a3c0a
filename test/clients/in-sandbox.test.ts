import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ClientProgram, lastWord, published, saidInside, saidOutside } from './support/both-sides.ts';
import { bundle } from './support/bundle.ts';
import { type Mode, modes, openLab, unlisted } from './support/lab.ts';

interface Steps {
  setUp: string;
  /** Calls whose promise is kept, and what is told of it. */
  kept: string[];
  /** Calls whose promise is rejected. */
  failed: string[];
}

/** A program that makes these calls in turn, and says what each of them came to. */
function script({ setUp, kept, failed }: Steps): string {
  const list = [...kept, ...failed].map((call) => `() => ${call}`).join(',\n');
  return `
    const bytes = (buffer) => ({ isBuffer: buffer instanceof ArrayBuffer, bytes: Array.from(new Uint8Array(buffer)) });
    ${setUp}
    const steps = [${list}];
    (async () => {
      for (const step of steps) {
        let line;
        try {
          line = { kept: await step() };
        } catch (failure) {
          line = { failed: told(failure) };
        }
        console.log(JSON.stringify(line));
      }
      console.log('${lastWord}');
    })();
  `;
}

const adapterFolder = fileURLToPath(
  new URL('../../node_modules/axios-miniprogram-adapter/', import.meta.url),
);

/** The files as their packages publish them, and as scripts where a package publishes modules. */
const packages = {
  'axios-miniprogram': published('axios-miniprogram'),
  flyio: published('flyio/dist/npm/wx'),
  'miniprogram-api-promise': await bundle("export * from 'miniprogram-api-promise'"),
  axios: await bundle("export { default } from 'axios'", { from: adapterFolder }),
  'axios-miniprogram-adapter': published('axios-miniprogram-adapter/dist/miniprogram/index.js'),
};

type Client = 'axios-miniprogram' | 'flyio' | 'miniprogram-api-promise' | 'axios-miniprogram-adapter';

const programs: Record<Client, (origin: string) => Steps> = {
  'axios-miniprogram': (origin) => ({
    setUp: `const axios = require('axios-miniprogram').default;
       const api = axios.create({ baseURL: '${origin}' });
       const source = axios.CancelToken.source();
       const told = (failure) => axios.isCancel(failure) ? 'cancelled' : [failure.message, failure.response.data];`,
    kept: [
      `api.get('/json').then(({ status, data, headers }) => [status, data, headers['X-Mixed-Case']])`,
      `api.post('/echo', { name: '你好' }).then(({ data }) => [data.method, data.body, data.headers])`,
      `api.get('/bytes/4', {}, { responseType: 'arraybuffer' }).then(({ data }) => bytes(data))`,
    ],
    failed: [
      `api.get('/status/404')`,
      `api.get('/hang', {}, { timeout: 100 })`,
      `(setTimeout(() => source.cancel('enough'), 1), api.get('/hang', {}, { cancelToken: source.token }))`,
      `api.get('${unlisted}')`,
    ],
  }),
  flyio: (origin) => ({
    setUp: `const Fly = require('flyio');
       const fly = new Fly();
       fly.config.baseURL = '${origin}';
       const told = ({ status, message, response }) => [status, message, response && response.data];`,
    kept: [
      `fly.get('/echo', { a: 1, b: 'x y' }).then(({ status, data }) => [status, data.query])`,
      `fly.post('/echo', { name: '你好' }).then(({ data }) => [data.method, data.body, data.headers])`,
      `fly.all([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((i) => fly.get('/echo?i=' + i).then(({ data }) => data.query.i)))`,
    ],
    failed: [`fly.get('/status/404')`, `fly.get('/hang', null, { timeout: 100 })`, `fly.get('${unlisted}')`],
  }),
  'miniprogram-api-promise': (origin) => ({
    setUp: `const { promisify } = require('miniprogram-api-promise');
       const request = promisify(wx.request);
       const told = ({ errMsg, errno }) => [errMsg, errno];`,
    kept: [
      `request({ url: '${origin}/json' }).then(({ errMsg, statusCode, data }) => [errMsg, statusCode, data])`,
      `request({ url: '${origin}/cookies' }).then(({ cookies }) => cookies)`,
      `request({ url: '${origin}/bytes/4', responseType: 'arraybuffer' }).then(({ data }) => bytes(data))`,
    ],
    failed: [
      `request({ url: '${origin}/cut' })`,
      `request({ url: '${origin}/hang', timeout: 100 })`,
      `request({ url: '${unlisted}' })`,
    ],
  }),
  'axios-miniprogram-adapter': (origin) => ({
    setUp: `const axios = require('axios').default;
       const adapter = require('axios-miniprogram-adapter');
       const api = axios.create({ baseURL: '${origin}', adapter: adapter.default || adapter });
       const told = ({ message, code, response }) => [message, code, response && response.data];`,
    kept: [
      `api.get('/echo', { params: { q: 'a b' } }).then(({ status, data }) => [status, data.query])`,
      `api.post('/echo', { name: '你好' }).then(({ data }) => [data.method, data.body, data.headers])`,
    ],
    failed: [`api.get('/status/404')`, `api.get('/hang', { timeout: 100 })`, `api.get('${unlisted}')`],
  }),
};

const clients = Object.keys(programs) as Client[];

describe.each(clients)('%s inside the sandbox', (client) => {
  it.each(modes)('comes to the same as outside, %s', async (mode: Mode) => {
    const lab = await openLab(mode);
    const steps = programs[client](lab.origin);
    const program: ClientProgram = { packages, app: script(steps) };
    const outside = await saidOutside(program, lab);
    expect(outside).toEqual([
      ...steps.kept.map(() => ({ kept: expect.anything() })),
      ...steps.failed.map(() => ({ failed: expect.anything() })),
      JSON.parse(lastWord),
    ]);
    expect(await saidInside(program, lab)).toEqual(outside);
  });
});
