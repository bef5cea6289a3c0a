import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { answer, endlessBody, silentAccept, silentTls, slowDrip } from '../support/fault.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { misbehave, serve } from '../support/servers.ts';

const url = 'https://api.example.test/';
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('Rule 14: callbacks', () => {
  it('come after the call has returned: success or fail, then complete, with the same object', async () => {
    const network = loopbackNetwork(await serve((_request, response) => void response.end()));
    for (const target of [url, 'https://unlisted.example.test/', 'not a url']) {
      const call = requestLogged(network, { url: target });
      expect(call.events).toEqual([]);
      await call.done;
      expect(callbackNames(call)).toEqual([target === url ? 'success' : 'fail', 'complete']);
      expect(call.events[0]?.result).toBe(call.events[1]?.result);
    }
  });

  it('that throw leave complete, the slot and the other calls well, and are reported', async () => {
    const network = loopbackNetwork(await serve((_request, response) => void response.end('x')));
    const thrown = eventsOf(network, 'callbackError');
    const fault = () => {
      throw new Error('mine');
    };
    const completed: unknown[] = [];
    for (let i = 0; i < 25; i += 1) {
      const task = network.api.request({
        url: i % 2 === 0 ? url : 'https://unlisted.example.test/',
        success: fault,
        fail: fault,
        complete(result) {
          completed.push(result);
          fault();
        },
      });
      task.onHeadersReceived(fault);
    }
    await requestLogged(network, { url }).done;
    const download = network.api.downloadFile({ url });
    download.onProgressUpdate(fault);
    await requestLogged(network, { url }).done;
    await expect.poll(() => completed.length).toBe(25);
    expect(thrown.filter(({ callback }) => callback === 'complete')).toHaveLength(25);
    expect(thrown.filter(({ callback }) => callback === 'success')).toHaveLength(13);
    expect(thrown.filter(({ callback }) => callback === 'onHeadersReceived')).toHaveLength(13);
  });

  it('may call again and again from within themselves', async () => {
    const network = loopbackNetwork(await serve((_request, response) => void response.end()));
    const results: unknown[] = [];
    await new Promise<void>((resolve) => {
      const again = (result?: { errMsg: string }) => {
        results.push(result?.errMsg);
        if (results.length === 30) resolve();
        else network.api.request({ url, complete: again });
      };
      again();
    });
    expect(new Set(results)).toEqual(new Set([undefined, 'request:ok']));
  });
});

describe('Rule 14: abort', () => {
  it.each([
    ['in the TLS handshake', silentTls(), undefined],
    ['before the answer', silentAccept(), undefined],
    ['within the body', slowDrip(1), 'onHeadersReceived'],
    ['within a body as fast as it comes', endlessBody(), 'onHeadersReceived'],
  ] as const)('%s ends the call once, with its connection and its file', async (_when, fault, moment) => {
    for (const make of [requestLogged, downloadLogged]) {
      const server = await misbehave(fault);
      const network = loopbackNetwork(server);
      const call = make(network, { url });
      if (moment === undefined) await server.connected(1);
      else await new Promise<void>((resolve) => call.task.onHeadersReceived(() => resolve()));
      call.task.abort();
      call.task.abort();
      expect(call.events).toEqual([]);
      expect(await call.done).toMatchObject({ errMsg: expect.stringMatching(/:fail abort$/), errno: 1 });
      await server.disconnected();
      await nextTurn();
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
      expect(readdirSync(network.tempDirectory)).toEqual([]);
    }
  });

  it('from within onHeadersReceived and onProgressUpdate ends the call once', async () => {
    const network = loopbackNetwork(
      await serve((_request, response) => void response.end('x'.repeat(100_000))),
    );
    const first = downloadLogged(network, { url });
    first.task.onHeadersReceived(() => first.task.abort());
    const second = downloadLogged(network, { url });
    second.task.onProgressUpdate(() => second.task.abort());
    for (const call of [first, second]) {
      expect(await call.done).toMatchObject({ errMsg: 'downloadFile:fail abort' });
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
    }
    expect(readdirSync(network.tempDirectory)).toEqual([]);
  });

  it('right after the call, and after its end, is what it should be', async () => {
    const server = await serve((_request, response) => void response.end());
    const network = loopbackNetwork(server);
    const early = requestLogged(network, { url });
    early.task.abort();
    expect(await early.done).toMatchObject({ errMsg: 'request:fail abort' });
    const late = requestLogged(network, { url });
    expect(await late.done).toMatchObject({ statusCode: 200 });
    late.task.abort();
    await nextTurn();
    expect(callbackNames(late)).toEqual(['success', 'complete']);
    const refused = requestLogged(network, { url: 'https://unlisted.example.test/' });
    refused.task.abort();
    expect(await refused.done).toMatchObject({ errno: 600002 });
  });
});

describe('Rule 14: close', () => {
  it('settles every call with `interrupted`, also during a download, and leaves nothing', async () => {
    const [drip, silent] = [
      await misbehave(slowDrip(1)),
      await misbehave(silentAccept(), { names: ['silent.example.test'] }),
    ];
    const network = loopbackNetwork([drip, silent]);
    const { tempDirectory } = network;
    const downloading = downloadLogged(network, { url });
    await new Promise<void>((resolve) => downloading.task.onHeadersReceived(() => resolve()));
    const others = Array.from({ length: 15 }, () =>
      requestLogged(network, { url: 'https://silent.example.test/' }),
    );
    await silent.connected(9);
    await network.close();
    const late = requestLogged(network, { url });
    for (const call of [downloading, ...others, late]) {
      const { errMsg, errno } = await call.done;
      expect([errMsg?.split(':')[1], errno]).toEqual(['fail interrupted', 600003]);
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
    }
    await Promise.all([drip.disconnected(), silent.disconnected()]);
    expect(() => readdirSync(tempDirectory)).toThrow(/ENOENT/);
    expect(network.tempDirectory).toBe(tempDirectory);
    expect(() => readdirSync(network.tempDirectory)).toThrow(/ENOENT/);
    await network.close();
  });

  it('may be called from a callback', async () => {
    const network = loopbackNetwork(await misbehave(answer('x')));
    const closed = new Promise<void>((resolve, reject) => {
      network.api.request({ url, success: () => void network.close().then(resolve, reject) });
    });
    await closed;
    expect(network.state).toBe('closed');
  });
});

describe('Rule 14: a timeout that races an answer', () => {
  it('gives one ending, whichever comes first', async () => {
    let delay = 0;
    const server = await serve((_request, response) => void setTimeout(() => response.end('x'), delay));
    const network = loopbackNetwork(server);
    await requestLogged(network, { url }).done;
    const settled = eventsOf(network, 'settle');
    for (let round = 0; round < 30; round += 1) {
      delay = 10 + (round % 5);
      const call = requestLogged(network, { url, timeout: 12 });
      const { statusCode, errno } = await call.done;
      expect([statusCode, errno]).toBeOneOf([
        [200, undefined],
        [undefined, 5],
      ]);
      await nextTurn();
      expect(callbackNames(call)).toHaveLength(2);
    }
    expect(settled).toHaveLength(30);
  });
});
