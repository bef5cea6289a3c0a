import type { ConnectionType, NetworkStatus } from '@minigate/network';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { downloadLogged, requestLogged } from '../../../test/support/calls.ts';
import { profileWith, scriptedNetwork } from './support/scripted-network.ts';

const url = 'https://api.example.com/';
const disconnected = { errMsg: 'request:fail -106:net::ERR_INTERNET_DISCONNECTED', errno: 600001 };
const changed = { errMsg: 'request:fail 10011:network change, cancel all task', errno: 600001 };

describe('Rule 22: the connection of the device', () => {
  test('is wifi until the host says otherwise', async () => {
    const { network } = scriptedNetwork();
    const type = async () => (await network.api.getNetworkType()).networkType;
    expect(await type()).toBe('wifi');
    for (const next of ['2g', '3g', '4g', '5g', 'unknown', 'none'] as const) {
      network.setConnection({ type: next });
      expect(await type()).toBe(next);
    }
  });

  test('is `unknown` to programs where it is ethernet, for which they have no word', async () => {
    const { network } = scriptedNetwork();
    const heard = new Promise((resolve) => network.api.onNetworkStatusChange(resolve));
    const watched = new Promise((resolve) => network.on('connection', resolve));
    network.setConnection({ type: 'ethernet' });
    expect(await heard).toEqual({ isConnected: true, networkType: 'unknown' });
    expect(await watched).toMatchObject({ type: 'ethernet' });
    expect(await network.api.getNetworkType()).toMatchObject({ networkType: 'unknown' });
  });

  test('is told by callbacks, with every field that programs read', async () => {
    const { network } = scriptedNetwork();
    const result = await new Promise((resolve) => {
      expect(network.api.getNetworkType({ success: resolve })).toBeUndefined();
    });
    expect(result).toEqual({
      networkType: 'wifi',
      signalStrength: 0,
      hasSystemProxy: false,
      weakNet: false,
      errMsg: 'getNetworkType:ok',
    });
  });

  test('fails running, waiting and new calls when there is none', async () => {
    const { network, transport } = scriptedNetwork();
    const calls = Array.from({ length: 11 }, () => requestLogged(network, { url }));
    const download = downloadLogged(network, { url });
    network.setConnection({ type: 'none' });
    for (const call of calls) expect(await call.done).toMatchObject(disconnected);
    expect(await download.done).toMatchObject({
      errMsg: disconnected.errMsg.replace('request', 'downloadFile'),
    });
    expect(transport.exchanges.map(({ ending }) => ending)).toEqual(Array<string>(10).fill('cancelled'));
    expect(await requestLogged(network, { url }).done).toMatchObject(disconnected);
    expect(transport.exchanges).toHaveLength(10);
  });

  test('does not hide that a call is refused by its policy', async () => {
    const { network } = scriptedNetwork();
    network.setConnection({ type: 'none' });
    const call = requestLogged(network, { url: 'https://www.example.com/' });
    expect(await call.done).toMatchObject({ errno: 600002 });
  });

  test('lets new calls through when it is back, on connections of its own', async () => {
    const { network, transport } = scriptedNetwork();
    network.setConnection({ type: 'none' });
    network.setConnection({ type: '4g' });
    expect(transport.renewed).toBe(2);
    const call = requestLogged(network, { url });
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
  });

  test('ends running calls when it changes, as devices do', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    network.setConnection({ type: '4g' });
    expect(await call.done).toMatchObject(changed);
    expect(transport.last.ending).toBe('cancelled');
  });

  test('leaves running calls alone when it changes, where the host profile says so', async () => {
    const { network, transport } = scriptedNetwork({
      profile: profileWith({ connection: { change: 'keep' } }),
    });
    const call = requestLogged(network, { url });
    network.setConnection({ type: '4g' });
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
    expect(transport.renewed).toBe(1);
  });

  test('that stays the same changes nothing', async () => {
    const { network, transport } = scriptedNetwork();
    const heard: NetworkStatus[] = [];
    network.api.onNetworkStatusChange((status) => heard.push(status));
    const call = requestLogged(network, { url });
    network.setConnection({ type: 'wifi' });
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
    expect({ heard, renewed: transport.renewed }).toEqual({ heard: [], renewed: 0 });
  });

  test('is told to listeners after the calls that it ended', async () => {
    const { network } = scriptedNetwork();
    const heard: string[] = [];
    const note = ({ isConnected, networkType }: NetworkStatus) => heard.push(`${networkType} ${isConnected}`);
    const watched: NetworkStatus[] = [];
    network.on('connection', ({ isConnected, networkType }) => watched.push({ isConnected, networkType }));
    network.api.onNetworkStatusChange(note);
    network.api.request({ url, fail: ({ errMsg }) => heard.push(errMsg) });
    network.setConnection({ type: 'none' });
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual([disconnected.errMsg, 'none false']);
    network.setConnection({ type: '5g' });
    await Promise.resolve();
    network.api.offNetworkStatusChange(note);
    network.setConnection({ type: 'wifi' });
    await Promise.resolve();
    expect(heard.slice(2)).toEqual(['5g true']);
    expect(watched.map(({ networkType }) => networkType)).toEqual(['none', '5g', 'wifi']);
  });

  test('of a type that does not exist is refused with the list of those that do', () => {
    const { network } = scriptedNetwork();
    expect(() => network.setConnection({ type: '6g' as ConnectionType })).toThrow(
      new TypeError('"6g" is no type of connection: choose wifi, 2g, 3g, 4g, 5g, ethernet, unknown, none.'),
    );
  });
});

describe('Rule 22: a redirect that comes when there is no connection', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('has nothing to be followed by: the call has ended', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    network.setConnection({ type: 'none' });
    transport.last.redirect(302, 'https://other.example.com/');
    expect(await call.done).toMatchObject(disconnected);
    expect(transport.exchanges).toHaveLength(1);
  });
});
