import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../../../../test/support/authority.ts';
import { type Handler, startHttpServer, startHttpsServer } from '../../../../test/support/https-server.ts';
import { loopbackTransport, WireCall } from './wire-call.ts';

const authority = await createAuthority();

async function https(handler: Handler) {
  const server = await startHttpsServer(handler, { authority });
  onTestFinished(() => server.close());
  return server;
}

/** Whether the client came with a TLS session. */
function resumed({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket && socket.isSessionReused();
}

const hello: Handler = (_request, response) => void response.end('hello');
const url = 'https://api.example.test/';

describe('what goes on the wire', () => {
  it('is the path, method and headers as given, in their letter case and order, duplicates included', async () => {
    const server = await https(hello);
    const headers = ['X-One', '1', 'x-TWO', '2', 'X-One', 'again'];
    await new WireCall(loopbackTransport(server), `${url}a/b?c=d%20e`, { method: 'DELETE', headers }).over;
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'DELETE', url: '/a/b?c=d%20e' });
    expect(request?.rawHeaders).toEqual(['host', 'api.example.test', 'connection', 'keep-alive', ...headers]);
  });

  it('names the port in `host` unless it is the default of the scheme', async () => {
    const server = await https(hello);
    const transport = loopbackTransport(server);
    await new WireCall(transport, 'https://api.example.test:443/').over;
    await new WireCall(transport, 'https://api.example.test:8080/').over;
    expect(server.requests.map(({ headers }) => headers.host)).toEqual([
      'api.example.test',
      'api.example.test:8080',
    ]);
  });

  it.each([
    ['text in UTF-8', 'grüße', Buffer.from('grüße')],
    ['bytes', Uint8Array.of(0, 255, 128), Buffer.of(0, 255, 128)],
    ['a part of a larger buffer', Uint8Array.of(1, 2, 3, 4).subarray(1, 3), Buffer.of(2, 3)],
  ])('carries %s with its length', async (_kind, body, expected) => {
    const server = await https(hello);
    await new WireCall(loopbackTransport(server), url, { method: 'POST', body }).over;
    const [request] = server.requests;
    expect(request?.body).toEqual(expected);
    expect(request?.headers['content-length']).toBe(String(expected.byteLength));
  });

  it('has no content-length where a GET has no body', async () => {
    const server = await https(hello);
    await new WireCall(loopbackTransport(server), url).over;
    expect(server.requests[0]?.headers['content-length']).toBeUndefined();
  });

  it('goes over plain TCP for an http target', async () => {
    const server = await startHttpServer(hello);
    onTestFinished(() => server.close());
    const call = await new WireCall(loopbackTransport(server), 'http://api.example.test/').over;
    expect(call.text).toBe('hello');
    expect(call.timing).toMatchObject({ tlsStart: 0, tlsEnd: 0 });
  });
});

describe('what comes back', () => {
  it('is told in order: address, head, data, end, and nothing before `send` has returned', async () => {
    const server = await https(hello);
    const transport = loopbackTransport(server);
    const first = await new WireCall(transport, url).over;
    const second = await new WireCall(transport, url).over;
    expect(first.log).toEqual(['sent', 'address', 'head', 'data', 'end']);
    expect(second.log).toEqual(first.log);
  });

  it('has status and headers as received: letter case, order, duplicates, bytes as latin1', async () => {
    const server = await https((_request, response) => {
      response
        .writeHead(418, ['X-Case', 'a', 'set-Cookie', 'one', 'Set-Cookie', 'two', 'X-Latin', 'caf\u00e9'])
        .end();
    });
    const { head } = await new WireCall(loopbackTransport(server), url).over;
    expect(head).toMatchObject({ status: 418, protocol: 'http1.1' });
    expect(head?.headers.slice(0, 8)).toEqual([
      ...['X-Case', 'a', 'set-Cookie', 'one'],
      ...['Set-Cookie', 'two', 'X-Latin', 'caf\u00e9'],
    ]);
  });

  it('skips informational answers', async () => {
    const server = await https((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeProcessing();
      response.end('final');
    });
    const call = await new WireCall(loopbackTransport(server), url).over;
    expect(call.log.filter((entry) => entry === 'head')).toHaveLength(1);
    expect(call.head?.status).toBe(200);
    expect(call.text).toBe('final');
  });

  it('has no body after HEAD, whatever Content-Length says', async () => {
    const server = await https((_request, response) => void response.setHeader('Content-Length', 5).end());
    const call = await new WireCall(loopbackTransport(server), url, { method: 'HEAD' }).over;
    expect(call.log.at(-1)).toBe('end');
    expect(call.body).toHaveLength(0);
  });

  it('is byte-exact through pauses, and never comes from inside `resume`', async () => {
    const sent = randomBytes(8 * 1024 * 1024);
    const server = await https((_request, response) => void response.end(sent));
    const call = new WireCall(loopbackTransport(server), url);
    const received = createHash('sha256');
    let insideResume = false;
    let pauses = 0;
    call.onData = (chunk) => {
      expect(insideResume).toBe(false);
      received.update(chunk);
      pauses += 1;
      const resume = () => {
        insideResume = true;
        call.resume();
        call.resume();
        insideResume = false;
      };
      if (pauses % 3 === 0) resume();
      else setImmediate(resume);
      return false;
    };
    await call.over;
    expect(call.error).toBeUndefined();
    expect(pauses).toBeGreaterThan(100);
    expect(received.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
  });

  it('stops at a pause: the server cannot send on', async () => {
    let finished = false;
    const server = await https((_request, response) => {
      response.end(Buffer.alloc(64 * 1024 * 1024), () => {
        finished = true;
      });
    });
    const transport = loopbackTransport(server);
    const paused = new WireCall(transport, url);
    let chunks = 0;
    paused.onData = () => {
      chunks += 1;
      return false;
    };
    await paused.next('head');
    const other = new WireCall(transport, url);
    for (let i = 0; i < 20; i += 1) await other.next('data');
    expect(chunks).toBe(1);
    expect(finished).toBe(false);
  });

  it('goes on after `resume` from inside the `onData` of another call', async () => {
    const server = await https((_request, response) => void response.end(Buffer.alloc(512 * 1024)));
    const transport = loopbackTransport(server);
    const paused = new WireCall(transport, url);
    let bytes = 0;
    paused.onData = (chunk) => {
      bytes += chunk.byteLength;
      return bytes > chunk.byteLength;
    };
    await paused.next('head');
    const running = new WireCall(transport, url);
    running.onData = () => {
      paused.resume();
      return true;
    };
    await Promise.all([paused.over, running.over]);
    expect(paused.error).toBeUndefined();
    expect(bytes).toBe(512 * 1024);
  });
});

describe('connections', () => {
  it('serve the next call, also one made while the answer before it ends', async () => {
    const server = await https(hello);
    const transport = loopbackTransport(server);
    const first = new WireCall(transport, url);
    const second = await new Promise<WireCall>((resolve) => {
      first.onEnd = () => resolve(new WireCall(transport, url));
    });
    await second.over;
    await new WireCall(transport, url).over;
    expect(server.requests).toHaveLength(3);
    expect(server.accepted()).toBe(1);
  });

  it('are as many as there are calls together', async () => {
    const server = await https(async (_request, response) => {
      await server.received(10);
      response.end('all here');
    });
    const transport = loopbackTransport(server);
    const calls = Array.from({ length: 10 }, () => new WireCall(transport, url).over);
    for (const call of await Promise.all(calls)) expect(call.text).toBe('all here');
    expect(server.accepted()).toBe(10);
  });

  it('that the server closed after an answer are replaced', async () => {
    const server = await https(
      (_request, response) => void response.setHeader('Connection', 'close').end('bye'),
    );
    const transport = loopbackTransport(server);
    const first = new WireCall(transport, url);
    const second = await new Promise<WireCall>((resolve) => {
      first.onEnd = () => resolve(new WireCall(transport, url));
    });
    expect((await second.over).text).toBe('bye');
    expect((await new WireCall(transport, url).over).text).toBe('bye');
    expect(server.accepted()).toBe(3);
  });

  it('are not shared by two transports', async () => {
    const server = await https(hello);
    await new WireCall(loopbackTransport(server), url).over;
    await new WireCall(loopbackTransport(server), url).over;
    expect(server.accepted()).toBe(2);
  });

  it('are not shared by two guard modes', async () => {
    const server = await https(hello);
    const transport = loopbackTransport(server);
    await new WireCall(transport, url, { guard: 'report' }).over;
    await new WireCall(transport, url, { guard: 'enforce' }).over;
    expect(server.accepted()).toBe(2);
  });
});

describe('timing', () => {
  it('has every moment of a new connection in order', async () => {
    const server = await https((_request, response) => void response.end('x'.repeat(1000)));
    const transport = loopbackTransport({ authority }, { lookup: async () => ['127.0.0.1'] });
    const { timing, text } = await new WireCall(transport, `https://api.example.test:${server.port}/`).over;
    expect(text).toHaveLength(1000);
    const moments = [
      ...[timing.lookupStart, timing.lookupEnd, timing.connectStart, timing.connectEnd],
      ...[timing.tlsStart, timing.tlsEnd, timing.requestStart, timing.requestEnd],
      ...[timing.responseStart, timing.responseEnd],
    ];
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(timing.lookupStart).toBeGreaterThan(0);
    expect(timing).toMatchObject({ reused: false, peerAddress: '127.0.0.1', peerPort: server.port });
  });

  it('of a reused connection has no lookup, connect or TLS, and says so', async () => {
    const server = await https(hello);
    const transport = loopbackTransport(server);
    await new WireCall(transport, url).over;
    const { timing, addresses } = await new WireCall(transport, url).over;
    const { lookupStart, lookupEnd, connectStart, connectEnd, tlsStart, tlsEnd } = timing;
    expect([lookupStart, lookupEnd, connectStart, connectEnd, tlsStart, tlsEnd]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(timing).toMatchObject({ reused: true, peerAddress: '127.0.0.1', peerPort: server.port });
    expect(timing.requestStart).toBeGreaterThan(0);
    expect(addresses).toHaveLength(1);
  });

  it('of a call that got no answer has what happened until then', async () => {
    const server = await https((_request, _response, message) => void message.socket.destroy());
    const answered = await new WireCall(loopbackTransport(server), url).over;
    expect(answered.error?.code).toBe('EMPTY_RESPONSE');
    expect(answered.timing.tlsEnd).toBeGreaterThan(0);
    expect(answered.timing).toMatchObject({ responseStart: 0, responseEnd: 0, receivedBytes: 0 });
    await server.close();
    const refused = await new WireCall(loopbackTransport(server), url).over;
    expect(refused.error?.code).toBe('CONNECTION_REFUSED');
    expect(refused.timing.connectStart).toBeGreaterThan(0);
    expect(refused.timing).toMatchObject({
      connectEnd: 0,
      requestStart: 0,
      peerPort: server.port,
      reused: false,
    });
  });

  it('counts header and body bytes of each hop alone', async () => {
    const server = await https((_request, response) => void response.end('y'.repeat(500)));
    const transport = loopbackTransport(server);
    const [first, second] = [
      await new WireCall(transport, url, { method: 'POST', body: 'z'.repeat(300) }).over,
      await new WireCall(transport, url).over,
    ];
    expect(first.timing.sentBytes).toBeGreaterThan(300);
    expect(first.timing.sentBytes).toBeLessThan(500);
    expect(first.timing.receivedBytes).toBeGreaterThan(500);
    expect(first.timing.receivedBytes).toBeLessThan(1000);
    expect(second.timing.sentBytes).toBeLessThan(first.timing.sentBytes - 250);
    expect(second.timing.receivedBytes).toBe(first.timing.receivedBytes);
  });
});

describe('renew()', () => {
  it('closes idle connections and makes new ones, with a full TLS handshake', async () => {
    const server = await https((_request, response, message) => {
      response.end(String(resumed(message)));
    });
    const transport = loopbackTransport(server);
    expect((await new WireCall(transport, url).over).text).toBe('false');
    transport.renew();
    await server.disconnected();
    const after = await new WireCall(transport, url).over;
    expect(after.timing.reused).toBe(false);
    expect(after.text).toBe('false');
    expect(server.accepted()).toBe(2);
  });

  it('lets a call under way go on, and closes its connection afterwards', async () => {
    let release = () => {};
    const server = await https((request, response) => {
      if (request.url === '/new') response.end('new');
      else {
        response.write('first ');
        release = () => void response.end('second');
      }
    });
    const transport = loopbackTransport(server);
    const old = new WireCall(transport, `${url}old`);
    await old.next('data');
    transport.renew();
    expect((await new WireCall(transport, `${url}new`).over).timing.reused).toBe(false);
    release();
    expect((await old.over).text).toBe('first second');
    expect((await new WireCall(transport, `${url}new`).over).timing.reused).toBe(true);
    expect(server.accepted()).toBe(2);
  });

  it('asks the resolver again', async () => {
    const server = await https(hello);
    let lookups = 0;
    const lookup = async () => {
      lookups += 1;
      return ['127.0.0.1'];
    };
    const transport = loopbackTransport({ authority }, { lookup });
    await new WireCall(transport, `https://api.example.test:${server.port}/`).over;
    transport.renew();
    await new WireCall(transport, `https://api.example.test:${server.port}/`).over;
    expect(lookups).toBe(2);
  });
});

describe('TLS sessions', () => {
  it('are resumed by the next connection to the same host', async () => {
    const server = await https((_request, response, message) => {
      response.setHeader('Connection', 'close').end(String(resumed(message)));
    });
    const transport = loopbackTransport(server);
    expect((await new WireCall(transport, url).over).text).toBe('false');
    expect((await new WireCall(transport, url).over).text).toBe('true');
  });
});

describe('close()', () => {
  it('ends idle connections and calls under way, and refuses new calls', async () => {
    const server = await https((request, response) => void (request.url === '/idle' && response.end('x')));
    const transport = loopbackTransport(server);
    await new WireCall(transport, `${url}idle`).over;
    const waiting = [new WireCall(transport, `${url}a`), new WireCall(transport, `${url}b`)];
    await server.received(3);
    await transport.close();
    await server.disconnected();
    const late = new WireCall(transport, url);
    for (const call of [...waiting, late]) {
      expect((await call.over).error).toMatchObject({ code: 'CONNECTION_ABORTED' });
      expect(call.log.filter((entry) => entry === 'error')).toHaveLength(1);
    }
    expect(server.open()).toBe(0);
    expect(server.accepted()).toBe(2);
  });
});
