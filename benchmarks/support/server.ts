import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { createAuthority } from '../../test/support/authority.ts';

/**
 * The HTTPS server of the benchmarks, in a process of its own: `/json` and `/json64k` give JSON, `/bytes/N`
 * gives N zero bytes.
 */
const item = {
  id: 17,
  name: 'A name of usual length',
  tags: ['red', 'green', 'blue'],
  price: 12.5,
  active: true,
};
const small = JSON.stringify({ page: 1, total: 8, items: Array.from({ length: 7 }, () => item) });
const large = JSON.stringify({ items: Array.from({ length: 620 }, () => item) });
const chunk = Buffer.alloc(256 * 1024, 'minigate');

const authority = await createAuthority();
const certificate = await authority.issue({ names: ['bench.example.test', 'localhost'] });
const server = createServer(certificate, (request, response) => {
  const path = request.url ?? '/';
  if (path.startsWith('/bytes/')) {
    sendBytes(Number(path.slice('/bytes/'.length)), response);
    return;
  }
  const body = path === '/json64k' ? large : small;
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ETag: '"1"',
  });
  response.end(body);
});

function sendBytes(size: number, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size });
  let left = size;
  const more = () => {
    while (left > 0) {
      const piece = left >= chunk.length ? chunk : chunk.subarray(0, left);
      left -= piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.({ port: address.port, ca: authority.pem });
});
process.on('disconnect', () => process.exit(0));
