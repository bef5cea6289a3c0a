import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { scriptedNetwork } from '../support/scripted-network.ts';
import { ScriptedBrowser } from './scripted-browser.ts';
import { ServiceLog } from './services.ts';

const serviceType = '_http._tcp.';
const ok = { errMsg: 'startLocalServiceDiscovery:ok' };

function open() {
  const browser = new ScriptedBrowser();
  const { network } = scriptedNetwork({ discovery: { browser } });
  return { network, api: network.api, browser, log: new ServiceLog(network) };
}

async function outcome(promise: Promise<unknown>): Promise<unknown> {
  const settled = promise.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(0);
  return settled;
}

describe('Rule 21: local service discovery', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
  );
  afterEach(() => void vi.useRealTimers());

  test('tells what is found, lost and not resolved, with the type as the program wrote it', async () => {
    const { api, browser, log } = open();
    expect(await outcome(api.startLocalServiceDiscovery({ serviceType: '_HTTP._tcp.local' }))).toEqual(ok);
    expect(browser.last.type.domain).toBe('_http._tcp.local');
    browser.last.found('Lamp');
    browser.last.lost('Lamp');
    browser.last.resolveFailed('Ghost');
    await vi.advanceTimersByTimeAsync(0);
    const of = { serviceType: '_HTTP._tcp.local' };
    expect(log.told).toEqual([
      { event: 'found', service: { ...of, serviceName: 'Lamp', ip: '192.168.1.20', port: 80 } },
      { event: 'lost', service: { ...of, serviceName: 'Lamp' } },
      { event: 'resolveFail', service: { ...of, serviceName: 'Ghost' } },
    ]);
  });

  test('stops by itself after 30 s, and says so', async () => {
    const { api, browser, log } = open();
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    await vi.advanceTimersByTimeAsync(29_999);
    expect(browser.last.stopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(browser.last.stopped).toBe(true);
    expect(log.events).toEqual(['stop']);
    expect(await outcome(api.startLocalServiceDiscovery({ serviceType }))).toEqual(ok);
  });

  test('stops when it is asked to, says so, and begins its 30 s anew', async () => {
    const { api, browser, log } = open();
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await outcome(api.stopLocalServiceDiscovery())).toEqual({
      errMsg: 'stopLocalServiceDiscovery:ok',
    });
    expect(browser.last.stopped).toBe(true);
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(log.events).toEqual(['stop']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log.events).toEqual(['stop', 'stop']);
  });

  test('fails with `scan task already exist` while a search runs, and leaves that one alone', async () => {
    const { api, browser } = open();
    browser.readyAtOnce = false;
    const first = api.startLocalServiceDiscovery({ serviceType });
    expect(await outcome(api.startLocalServiceDiscovery({ serviceType }))).toEqual({
      errMsg: 'startLocalServiceDiscovery:fail scan task already exist',
      errno: 600004,
    });
    browser.last.ready();
    expect(await outcome(first)).toEqual(ok);
    expect(browser.searches).toHaveLength(1);
  });

  test('fails with `task not found` where no search runs', async () => {
    const { api, log } = open();
    expect(await outcome(api.stopLocalServiceDiscovery())).toEqual({
      errMsg: 'stopLocalServiceDiscovery:fail task not found',
      errno: 600004,
    });
    expect(log.events).toEqual([]);
  });

  test.each([
    ['no options', undefined],
    ['null', null],
    ['no type', {}],
    ['an empty type', { serviceType: '' }],
    ['a type that is no text', { serviceType: 7 }],
    ['another name', { serviceType: 'www.example.com' }],
    [
      'a getter that throws',
      {
        get serviceType(): string {
          throw new Error('no');
        },
      },
    ],
  ])('fails with `invalid param` for %s', async (_, options) => {
    const { api, browser } = open();
    const start = api.startLocalServiceDiscovery as (given: unknown) => Promise<unknown>;
    expect(await outcome(start(options))).toEqual({
      errMsg: 'startLocalServiceDiscovery:fail invalid param',
      errno: 1001,
    });
    expect(browser.searches).toEqual([]);
  });

  test('calls success or fail, then complete with the same object, and answers with no promise then', async () => {
    const { api } = open();
    const calls: [string, unknown][] = [];
    const note = (name: string) => (result: unknown) => void calls.push([name, result]);
    const start = () =>
      new Promise<void>((resolve) => {
        const complete = (result: unknown) => {
          note('complete')(result);
          resolve();
        };
        const options = { serviceType, success: note('success'), fail: note('fail'), complete };
        expect(api.startLocalServiceDiscovery(options)).toBeUndefined();
      });
    const started = start();
    expect(calls).toEqual([]);
    await started;
    await start();
    expect(calls.map(([name]) => name)).toEqual(['success', 'complete', 'fail', 'complete']);
    expect(calls[0]?.[1]).toBe(calls[1]?.[1]);
    expect(calls[2]?.[1]).toBe(calls[3]?.[1]);
  });

  test('fails with the number of the system if the network cannot be listened to, and can be tried again', async () => {
    const { api, browser, log } = open();
    browser.readyAtOnce = false;
    const started = api.startLocalServiceDiscovery({ serviceType });
    browser.last.fail(Object.assign(new Error('address in use'), { errno: -98 }));
    expect(await outcome(started)).toEqual({
      errMsg: 'startLocalServiceDiscovery:fail mdns resolve system error:98',
      errno: 606101,
    });
    expect(log.events).toEqual([]);
    browser.readyAtOnce = true;
    expect(await outcome(api.startLocalServiceDiscovery({ serviceType }))).toEqual(ok);
  });

  test('goes on in the background and stops when the program is suspended', async () => {
    const { network, api, browser, log } = open();
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    network.enterBackground();
    browser.last.found('Lamp');
    await vi.advanceTimersByTimeAsync(4_999);
    expect(log.events).toEqual(['found Lamp']);
    await vi.advanceTimersByTimeAsync(1);
    expect(browser.last.stopped).toBe(true);
    expect(log.events).toEqual(['found Lamp', 'stop']);
  });

  test('does not begin in the background', async () => {
    const { network, api, browser } = open();
    network.enterBackground();
    expect(await outcome(api.startLocalServiceDiscovery({ serviceType }))).toMatchObject({
      errMsg: 'startLocalServiceDiscovery:fail interrupted',
    });
    expect(browser.searches).toEqual([]);
  });

  test('stops when the device loses its connection, and does not begin without one', async () => {
    const { network, api, browser, log } = open();
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    network.setConnection({ type: 'none' });
    await vi.advanceTimersByTimeAsync(0);
    expect(browser.last.stopped).toBe(true);
    expect(log.events).toEqual(['stop']);
    expect(await outcome(api.startLocalServiceDiscovery({ serviceType }))).toMatchObject({
      errMsg: 'startLocalServiceDiscovery:fail -106:net::ERR_INTERNET_DISCONNECTED',
    });
  });

  test('ends with the network, of which a closed program hears nothing', async () => {
    const { network, api, browser, log } = open();
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    await network.close();
    expect(browser.last.stopped).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.events).toEqual([]);
  });

  test('tells several listeners in order, and those that were removed no more', async () => {
    const { api, browser } = open();
    const heard: string[] = [];
    const listener = (name: string) => () => void heard.push(name);
    const second = listener('second');
    api.onLocalServiceFound(listener('first'));
    api.onLocalServiceFound(second);
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    browser.last.found('Lamp');
    await vi.advanceTimersByTimeAsync(0);
    api.offLocalServiceFound(second);
    browser.last.found('Lamp');
    await vi.advanceTimersByTimeAsync(0);
    api.offLocalServiceFound();
    browser.last.found('Lamp');
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual(['first', 'second', 'first']);
  });

  test('reports what a listener throws, and tells the others', async () => {
    const { network, api, browser, log } = open();
    const errors: unknown[] = [];
    network.on('callbackError', ({ api: name, error }) => errors.push([name, error]));
    api.onLocalServiceLost(() => {
      throw new Error('oops');
    });
    await outcome(api.startLocalServiceDiscovery({ serviceType }));
    browser.last.lost('Lamp');
    await vi.advanceTimersByTimeAsync(0);
    expect(errors).toEqual([['onLocalServiceLost', new Error('oops')]]);
    expect(log.events).toEqual(['lost Lamp']);
  });
});
