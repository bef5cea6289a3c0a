import { type HttpsServer, startHttpsServer } from '../../../../test/support/https-server.ts';
import { expect } from 'vitest';
import { runSource } from './start-program.ts';

const MiB = 1024 * 1024;

/** A server that gives back the body it gets, and at some paths answers of its own. */
export function startEchoServer(): Promise<HttpsServer> {
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  return startHttpsServer((request, response) => {
    const { url } = request;
    if (url === '/never') return;
    if (url === '/bytes') response.end(every);
    else if (url === '/nul') response.end('a\0b\0');
    else if (url === '/nul-json') response.end(JSON.stringify({ text: 'a\0b' }));
    else if (url === '/surrogates') response.end(String.raw`{"lone":"\ud800","pair":"\ud83d\ude00"}`);
    else if (url === '/large') response.end(Buffer.alloc(MiB, 'x'));
    else if (url === '/empty') response.end();
    else if (url === '/gone') response.writeHead(404, { 'Content-Type': 'text/plain' }).end('{"not":"there"');
    else if (url === '/cookies')
      response
        .writeHead(200, { 'Set-Cookie': ['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2'] })
        .end('{}');
    else response.end(request.body.length > 0 ? request.body : '{"ok":true}');
  });
}

/** The lines that a script prints, with `base`, `log` and `send` at hand. */
export async function linesOf(server: HttpsServer, source: string): Promise<string[]> {
  const started = await runSource(
    `const base = 'https://api.example.test';
     const log = (...args) => console.log(...args);
     const send = (options, then) => wx.request({ url: base + '/', method: 'POST', dataType: 'text', success: (res) => then(res.data), fail: (res) => log(res.errMsg), ...options });
     ${source}`,
    { server },
  );
  expect(started.faults).toEqual([]);
  return started.lines;
}
