/**
 * The bundled server of the examples: HTTPS and WebSockets on loopback, with a certificate of an authority made at the
 * start.
 * `node examples/server/server.mjs` runs it alone and prints how to reach it.
 */
import '../../scripts/typescript.mjs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import busboy from 'busboy';
import { WebSocketServer } from 'ws';

const { createAuthority } = await import('../../test/support/authority.ts');
const { listen } = await import('../../test/support/listener.ts');

/** The server's own name. No DNS knows it: clients are told the address. */
const NAME = 'hello.minigate.test';

/** Names that lead here too, for a program that is refused there until they are server domains. */
const OTHER_NAMES = ['other.minigate.test', 'elsewhere.minigate.test'];

const GREETING_IN_GBK = Buffer.from('c4e3bac3a3acd0a1b3ccd0f2', 'hex'); // 你好，小程序
const BYTE_ORDER_MARK = '\uFEFF';
const SLOW_MS = 10_000;
const WAIT_MS = 1500;
const NEWS_MS = 15_000;
const PRICES = Array.from({ length: 200 }, (_, n) => ({ coin: `COIN${n}`, price: `${n}.25` }));

/** Path to what is answered: status, headers, body; some after a delay, one not to its end. */
const routes = {
  '/': json(200, { welcome: 'You came by a redirect' }),
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
  '/moved': { status: 302, headers: { location: '/hello' }, body: '' },
  '/redirect': { status: 302, headers: { location: 'https://elsewhere.minigate.test/' }, body: '' },
  '/file': {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.alloc(64 * 1024, 'minigate '),
  },
  '/gzip': {
    status: 200,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify(PRICES)),
  },
  '/prices': json(200, PRICES),
  '/orders': json(201, { accepted: true }),
  '/wait': { ...json(200, { waited: WAIT_MS }), delay: WAIT_MS },
  '/slow': { ...json(200, { waited: SLOW_MS }), delay: SLOW_MS },
  '/news': { ...json(200, { news: 'Still the same' }), delay: NEWS_MS },
  /** The connection breaks in the middle of the answer. */
  '/broken': { ...json(200, { prices: PRICES }), breaksAfter: 500 },
};

function json(status, value) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/**
 * `origin` has no port: clients dial 127.0.0.1 at `port` for it, as `resolve` says. `flags` gives those of
 * `minigate run`, for the path of a file that holds `caPem`.
 *
 * @returns {Promise<{
 *   origin: string, port: number, resolve: Record<string, string>, caPem: string,
 *   flags(caFile: string): string[], close(): Promise<void>
 * }>}
 */
export async function startExampleServer() {
  const authority = await createAuthority();
  const https = createServer(await authority.issue({ names: [NAME, ...OTHER_NAMES] }), answer);
  new WebSocketServer({ server: https, path: '/echo' }).on('connection', echo);
  const server = await listen(https, '127.0.0.1');
  const origin = `https://${NAME}`;
  const flags = {
    '--domain': origin,
    '--resolve': `${NAME}=127.0.0.1:${server.port}`,
    '--allow-address': '127.0.0.0/8',
  };
  return {
    origin,
    port: server.port,
    resolve: Object.fromEntries([NAME, ...OTHER_NAMES].map((name) => [name, `127.0.0.1:${server.port}`])),
    caPem: authority.pem,
    flags: (caFile) => [...Object.entries(flags).flat(), '--ca', caFile],
    close: () => server.close(),
  };
}

function answer(request, response) {
  const path = request.url.split('?', 1)[0];
  if (path === '/upload' && request.method === 'POST') takeUpload(request, response);
  else send(response, routes[path] ?? routes['/missing']);
}

function send(response, route) {
  const timer = setTimeout(() => {
    response.writeHead(route.status, { ...route.headers, 'content-length': Buffer.byteLength(route.body) });
    if (route.breaksAfter === undefined) response.end(route.body);
    else response.write(route.body.slice(0, route.breaksAfter), () => response.destroy());
  }, route.delay ?? 0);
  response.on('close', () => clearTimeout(timer));
}

/** Says what came in a form: its fields, and of its files name and size. */
function takeUpload(request, response) {
  const fields = {};
  const files = [];
  const form = busboy({ headers: request.headers });
  form.on('field', (name, value) => (fields[name] = value));
  form.on('file', (name, stream) => {
    let bytes = 0;
    stream.on('data', (chunk) => (bytes += chunk.length));
    stream.on('end', () => files.push({ name, bytes }));
  });
  form.on('error', () => send(response, json(400, { error: 'not a form' })));
  form.on('close', () => send(response, json(201, { fields, files })));
  request.pipe(form);
}

/** Says each message again. */
function echo(socket) {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const server = await startExampleServer();
  const ca = join(mkdtempSync(join(tmpdir(), 'minigate-example-')), 'ca.pem');
  writeFileSync(ca, server.caPem);
  console.log(
    `Serving ${Object.keys(routes).join(' ')} /upload and wss /echo until Ctrl-C. For minigate run:`,
  );
  console.log(`  ${server.flags(ca).join(' ')}`);
}
