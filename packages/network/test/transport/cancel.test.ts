import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../../../../test/support/authority.ts';
import * as faults from '../../../../test/support/fault.ts';
import { startFaultServer } from '../../../../test/support/fault-server.ts';
import { startHttpsServer } from '../../../../test/support/https-server.ts';
import { loopbackTransport, WireCall } from './wire-call.ts';

const authority = await createAuthority();
const url = 'https://api.example.test/';

async function faultServer(fault: faults.Fault) {
  const server = await startFaultServer(fault, { authority });
  onTestFinished(() => server.close());
  return server;
}

/** The transport still works, and the cancelled call has been told nothing more. */
async function expectGone(call: WireCall, server: { open(): number; disconnected(): Promise<void> }) {
  const told = [...call.log];
  call.cancel();
  await server.disconnected();
  expect(server.open()).toBe(0);
  expect(call.log).toEqual(told);
}

describe('cancel()', () => {
  it('before anything has happened tells nothing and leaves no connection', async () => {
    const server = await faultServer(faults.answer('x'));
    const transport = loopbackTransport(server);
    const call = new WireCall(transport, url);
    await expectGone(call, server);
    expect((await new WireCall(transport, url).over).text).toBe('x');
    expect(call.log).toEqual(['sent']);
  });

  it('while the name is looked up makes no connection when the answer comes', async () => {
    const server = await faultServer(faults.answer('x'));
    let answer: (addresses: string[]) => void = () => {};
    const lookup = () => new Promise<string[]>((resolve) => (answer = resolve));
    const transport = loopbackTransport({ authority }, { lookup });
    const call = new WireCall(transport, `https://api.example.test:${server.port}/`);
    call.cancel();
    answer(['127.0.0.1']);
    const next = new WireCall(transport, `https://api.example.test:${server.port}/`);
    answer(['127.0.0.1']);
    expect((await next.over).text).toBe('x');
    expect(server.accepted()).toBe(1);
    expect(call.log).toEqual(['sent']);
  });

  it('while the server is silent in the TLS handshake ends the connection', async () => {
    const server = await faultServer(faults.silentTls());
    const call = new WireCall(loopbackTransport(server), url);
    await server.connected(1);
    await expectGone(call, server);
  });

  it('while the server does not answer ends the connection', async () => {
    const server = await startHttpsServer(() => {}, { authority });
    onTestFinished(() => server.close());
    const call = new WireCall(loopbackTransport(server), url);
    await server.received(1);
    await expectGone(call, server);
  });

  it('while the body drips ends the connection', async () => {
    const server = await faultServer(faults.slowDrip(1));
    const call = new WireCall(loopbackTransport(server), url);
    await call.next('data');
    await expectGone(call, server);
  });

  it.each(['onAddress', 'onHead', 'onData'] as const)(
    'from inside %s is the last thing told',
    async (method) => {
      const server = await faultServer(faults.endlessBody());
      const call = new WireCall(loopbackTransport(server), url);
      await new Promise<void>((resolve) => {
        const told = () => {
          call.log.push('cancelled');
          call.cancel();
          resolve();
          return true;
        };
        call[method] = told;
      });
      await server.disconnected();
      expect(server.open()).toBe(0);
      expect(call.log.at(-1)).toBe('cancelled');
    },
  );

  it('during a pause ends the connection, and a later `resume` does nothing', async () => {
    const server = await faultServer(faults.endlessBody());
    const call = new WireCall(loopbackTransport(server), url);
    await new Promise<void>((resolve) => {
      call.onData = () => {
        resolve();
        return false;
      };
    });
    await expectGone(call, server);
    call.resume();
  });

  it('after `resume` and before the data goes on is the last word', async () => {
    const server = await faultServer(faults.endlessBody());
    const call = new WireCall(loopbackTransport(server), url);
    let chunks = 0;
    await new Promise<void>((resolve) => {
      call.onData = () => {
        chunks += 1;
        resolve();
        return false;
      };
    });
    call.resume();
    await expectGone(call, server);
    expect(chunks).toBe(1);
  });

  it('after the end leaves the connection to the next call', async () => {
    const server = await startHttpsServer((_request, response) => void response.end('hello'), { authority });
    onTestFinished(() => server.close());
    const transport = loopbackTransport(server);
    const call = await new WireCall(transport, url).over;
    call.cancel();
    expect((await new WireCall(transport, url).over).timing.reused).toBe(true);
  });

  it('on a reused connection, before the request is written, ends that connection', async () => {
    const server = await startHttpsServer((_request, response) => void response.end('hello'), { authority });
    onTestFinished(() => server.close());
    const transport = loopbackTransport(server);
    await new WireCall(transport, url).over;
    const call = new WireCall(transport, url);
    await expectGone(call, server);
    expect(call.log).toEqual(['sent']);
    expect(server.requests).toHaveLength(1);
  });

  it('of one call leaves the others alone', async () => {
    const server = await startHttpsServer(
      async (_request, response) => {
        await server.received(3);
        response.end('hello');
      },
      { authority },
    );
    onTestFinished(() => server.close());
    const transport = loopbackTransport(server);
    const calls = [new WireCall(transport, url), new WireCall(transport, url)];
    await server.received(2);
    calls[0]?.cancel();
    calls.push(new WireCall(transport, url));
    expect((await calls[1]?.over)?.text).toBe('hello');
    expect((await calls[2]?.over)?.text).toBe('hello');
    expect(calls[0]?.log).toEqual(['sent', 'address']);
  });
});
