/**
 * The bundled server of the examples: HTTPS on loopback, with a certificate of an authority made at the start.
 * `node examples/server/server.mjs` runs it alone and prints how to reach it.
 */
import '../../scripts/typescript.mjs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { startHttpsServer } = await import('../../test/support/https-server.ts');

/** The name in the server's certificate. No DNS knows it: clients are told the address. */
const NAME = 'hello.minigate.test';

const GREETING_IN_GBK = Buffer.from('c4e3bac3a3acd0a1b3ccd0f2', 'hex'); // 你好，小程序
const BYTE_ORDER_MARK = '\uFEFF';
const SLOW_MS = 10_000;

/** Path to what is answered: status, headers, body, and for one of them a delay. */
const routes = {
  '/hello': json(200, { greeting: 'Hello from the server' }),
  '/missing': json(404, { error: 'nothing here' }),
  '/gbk': {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=gbk' },
    body: GREETING_IN_GBK,
  },
  '/bom': {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: `${BYTE_ORDER_MARK}{"marked":true}`,
  },
  '/redirect': { status: 302, headers: { location: 'https://elsewhere.minigate.test/' }, body: '' },
  '/file': {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.alloc(64 * 1024, 'minigate '),
  },
  '/slow': { ...json(200, { waited: SLOW_MS }), delay: SLOW_MS },
};

function json(status, value) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/**
 * `origin` has no port: clients dial 127.0.0.1 at `port` for it. `flags` gives those of `minigate run`, for the path
 * of a file that holds `caPem`.
 *
 * @returns {Promise<{
 *   origin: string, port: number, caPem: string, flags(caFile: string): string[], close(): Promise<void>
 * }>}
 */
export async function startExampleServer() {
  const server = await startHttpsServer(answer, { names: [NAME] });
  const origin = `https://${NAME}`;
  const flags = {
    '--domain': origin,
    '--resolve': `${NAME}=127.0.0.1:${server.port}`,
    '--allow-address': '127.0.0.0/8',
  };
  return {
    origin,
    port: server.port,
    caPem: server.authority.pem,
    flags: (caFile) => [...Object.entries(flags).flat(), '--ca', caFile],
    close: () => server.close(),
  };
}

function answer(request, response) {
  const path = request.url.split('?', 1)[0];
  const route = routes[path] ?? routes['/missing'];
  const timer = setTimeout(() => {
    response.writeHead(route.status, { ...route.headers, 'content-length': Buffer.byteLength(route.body) });
    response.end(route.body);
  }, route.delay ?? 0);
  response.on('close', () => clearTimeout(timer));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const server = await startExampleServer();
  const ca = join(mkdtempSync(join(tmpdir(), 'minigate-example-')), 'ca.pem');
  writeFileSync(ca, server.caPem);
  console.log(`Serving ${Object.keys(routes).join(' ')} until Ctrl-C. For minigate run:`);
  console.log(`  ${server.flags(ca).join(' ')}`);
}
