import type { RequestMethod } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { answer, type Fault, type FaultConnection } from '../support/fault.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { misbehave } from '../support/servers.ts';

const url = 'https://api.example.test/';
const good = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst';

/** Answers the first request of a connection, and does something else with the second. */
function onSecondRequest(play: (connection: FaultConnection) => void): Fault {
  return {
    play: (connection) => {
      connection.stream.once('data', () => {
        connection.stream.write(good);
        connection.stream.once('data', () => play(connection));
      });
    },
  };
}

const hangUps: [string, (connection: FaultConnection) => void][] = [
  ['closes', ({ stream }) => void stream.end()],
  ['resets', ({ reset }) => reset()],
];

describe('a kept connection that the server ends just as the next request is sent', () => {
  it.each(hangUps)('is replaced once, and nobody notices, where it %s it', async (_how, hangUp) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'] as RequestMethod[]) {
      const server = await misbehave([onSecondRequest(hangUp), answer('well')]);
      const network = loopbackNetwork(server);
      const sent = eventsOf(network, 'send');
      const addresses = eventsOf(network, 'address');
      expect((await requestLogged(network, { url }).done).data).toBe('first');
      const call = requestLogged(network, { url, method, data: method === 'PUT' ? 'body' : undefined });
      expect(await call.done).toMatchObject({ statusCode: 200, data: method === 'HEAD' ? '' : 'well' });
      expect(callbackNames(call)).toEqual(['success', 'complete']);
      expect((await call.done).profile?.socketReused).toBe(false);
      expect([server.accepted(), sent.length, addresses.length]).toEqual([2, 2, 3]);
    }
  });

  it('gives no answer to a call that ended when its address was told', async () => {
    const network = loopbackNetwork(
      await misbehave([onSecondRequest(({ stream }) => void stream.write(good))]),
    );
    const answers = eventsOf(network, 'answer');
    await requestLogged(network, { url }).done;
    let abort = () => {};
    network.on('address', () => abort());
    const call = requestLogged(network, { url });
    abort = () => call.task.abort();
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
    expect(callbackNames(call)).toEqual(['fail', 'complete']);
    expect(answers).toHaveLength(1);
  });

  it.each(hangUps)('is replaced for a download too, where it %s it', async (_how, hangUp) => {
    const network = loopbackNetwork(await misbehave([onSecondRequest(hangUp), answer('well')]));
    await requestLogged(network, { url }).done;
    expect((await downloadLogged(network, { url }).done).statusCode).toBe(200);
  });

  it.each(hangUps)('fails a POST, which may not be sent twice, where it %s it', async (_how, hangUp) => {
    const server = await misbehave([onSecondRequest(hangUp), answer('well')]);
    const network = loopbackNetwork(server);
    await requestLogged(network, { url }).done;
    const call = requestLogged(network, { url, method: 'POST', data: 'pay' });
    expect(await call.done).toMatchObject({ errno: 600001 });
    expect(server.accepted()).toBe(1);
  });

  it('fails where the new connection is ended as well, and where it was new from the start', async () => {
    const hangUp: Fault = { play: ({ stream }) => void stream.once('data', () => stream.end()) };
    const server = await misbehave([onSecondRequest(({ stream }) => void stream.end()), hangUp]);
    const network = loopbackNetwork(server);
    await requestLogged(network, { url }).done;
    for (const accepted of [2, 3]) {
      expect(await requestLogged(network, { url }).done).toMatchObject({
        errMsg: 'request:fail -324:net::ERR_EMPTY_RESPONSE',
      });
      expect(server.accepted()).toBe(accepted);
    }
  });

  it('fails where a byte of the answer had come', async () => {
    const cut = onSecondRequest(({ stream }) => void stream.end('HTTP/1.1 2'));
    const server = await misbehave([cut, answer('well')]);
    const network = loopbackNetwork(server);
    await requestLogged(network, { url }).done;
    expect(await requestLogged(network, { url }).done).toMatchObject({
      errMsg: 'request:fail -100:net::ERR_CONNECTION_CLOSED',
    });
    expect(server.accepted()).toBe(1);
  });

  it('can be aborted while it is replaced', async () => {
    const silent: Fault = { play: ({ stream }) => void stream.resume() };
    const server = await misbehave([onSecondRequest(({ stream }) => void stream.end()), silent]);
    const network = loopbackNetwork(server);
    await requestLogged(network, { url }).done;
    const call = requestLogged(network, { url });
    await server.connected(2);
    call.task.abort();
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
    await server.disconnected();
    expect(server.open()).toBe(0);
  });
});
