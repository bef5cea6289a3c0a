import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const url = 'https://api.example.test/';

describe('Rule 14: a call that the host ends while it is told of the call', () => {
  it.each(['call', 'decision', 'send'] as const)('(%s) ends once, and nothing is sent', async (moment) => {
    const server = await serve((_request, response) => void response.end());
    const network = loopbackNetwork(server);
    const settled = eventsOf(network, 'settle');
    const stop = network.on(moment, () => {
      network.setConnection({ type: 'none' });
      network.setConnection({ type: 'wifi' });
    });
    const calls = [requestLogged(network, { url }), downloadLogged(network, { url })];
    await Promise.all(calls.map(({ done }) => done));
    stop();
    expect((await requestLogged(network, { url }).done).errMsg).toBe('request:ok');
    for (const call of calls) expect(callbackNames(call)).toEqual(['fail', 'complete']);
    expect(settled).toHaveLength(3);
    expect(server.requests).toHaveLength(1);
  });

  it('does not go on to the next hop of a redirect', async () => {
    const server = await serve((request, response) => {
      response.writeHead(request.url === '/' ? 302 : 200, { location: '/next' }).end();
    });
    const network = loopbackNetwork(server);
    const stop = network.on('hop', () => call.task.abort());
    const call = requestLogged(network, { url });
    expect((await call.done).errMsg).toBe('request:fail abort');
    stop();
    await requestLogged(network, { url: `${url}after` }).done;
    expect(server.requests.map((request) => request.url)).toEqual(['/', '/after']);
  });

  it('opens no socket', async () => {
    const server = await serve((_request, response) => void response.end());
    const network = loopbackNetwork(server);
    const stop = network.on('call', () => {
      network.setConnection({ type: 'none' });
      network.setConnection({ type: 'wifi' });
    });
    const { errMsg } = await new Promise<{ errMsg: string }>((complete) => {
      network.api.connectSocket({ url: 'wss://api.example.test/', complete });
    });
    expect(errMsg).toBe('connectSocket:fail -106:net::ERR_INTERNET_DISCONNECTED');
    stop();
    await requestLogged(network, { url }).done;
    expect(server.accepted()).toBe(1);
  });
});

describe('Rule 14: what a program gives back or throws, and what throws when it is looked at,', () => {
  const throwing = () => {
    throw new Error('mine');
  };

  it.each([
    ['has no prototype to ask for', () => new Proxy({}, { getPrototypeOf: throwing })],
    ['throws when it is waited for', () => Object.assign(Promise.resolve(), { catch: throwing })],
    ['rejects with nothing', () => Promise.reject()],
  ])('does not end the process that hosts it: a chunk listener’s promise that %s', async (_what, give) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello'));
    });
    const network = loopbackNetwork(server);
    eventsOf(network, 'callbackError');
    const call = requestLogged(network, { url, enableChunked: true });
    call.task.onChunkReceived(give);
    expect((await call.done).errMsg).toBe('request:ok');
  });

  /** What the host's console cannot print. */
  class Unprintable extends Error {
    override get stack(): string {
      throw new Error('mine');
    }

    [inspect.custom](): string {
      throw new Error('mine');
    }
  }

  it('does not keep `complete` from being called', async () => {
    const server = await serve((_request, response) => void response.end());
    const network = loopbackNetwork(server);
    const { errMsg } = await new Promise<{ errMsg: string }>((complete) => {
      network.api.request({
        url,
        success() {
          throw new Unprintable();
        },
        complete,
      });
    });
    expect(errMsg).toBe('request:ok');
  });
});
