import { describe, expect, test } from 'vitest';
import { ScriptedBrowser } from '../../network/test/discovery/scripted-browser.ts';
import { sayingProgram } from './support/saying-program.ts';

async function searching(source: string) {
  const browser = new ScriptedBrowser();
  return { browser, ...(await sayingProgram(source, { discovery: { browser } })) };
}

describe('Rule 21: local services, as a program sees them', () => {
  test('are found, lost and not resolved until the search stops', async () => {
    const { browser, line } = await searching(`
      const say = (...words) => console.log(words.join(' '));
      for (const event of ['Found', 'Lost', 'ResolveFail']) {
        wx['onLocalService' + event]((service) => say(event, JSON.stringify(service)));
      }
      wx.onLocalServiceDiscoveryStop(() => say('stopped'));
      wx.startLocalServiceDiscovery({
        serviceType: '_http._tcp.',
        success: ({ errMsg }) => say(errMsg),
        complete: () => say('complete'),
      });
      wx.onLocalServiceLost(() => wx.stopLocalServiceDiscovery().then(({ errMsg }) => say(errMsg)));
    `);
    expect(await line()).toBe('startLocalServiceDiscovery:ok');
    expect(await line()).toBe('complete');
    browser.last.found('Lamp');
    expect(await line()).toBe(
      'Found {"serviceType":"_http._tcp.","serviceName":"Lamp","ip":"192.168.1.20","port":80}',
    );
    browser.last.resolveFailed('Ghost');
    expect(await line()).toBe('ResolveFail {"serviceType":"_http._tcp.","serviceName":"Ghost"}');
    browser.last.lost('Lamp');
    expect(await line()).toBe('Lost {"serviceType":"_http._tcp.","serviceName":"Lamp"}');
    expect([await line(), await line()].sort()).toEqual(['stopLocalServiceDiscovery:ok', 'stopped']);
    expect(browser.last.stopped).toBe(true);
  });

  test('fail as they do outside: by `fail`, by a rejected promise, whatever the options are', async () => {
    const { line } = await searching(`
      const fail = ({ errMsg, errno }) => console.log(errMsg + ' ' + errno);
      wx.startLocalServiceDiscovery({ serviceType: '', fail });
      wx.startLocalServiceDiscovery({ serviceType: 7, fail });
      wx.startLocalServiceDiscovery({ get serviceType() { throw new Error('no'); }, fail });
      wx.startLocalServiceDiscovery({ serviceType: '_a'.repeat(1e6), fail });
      wx.stopLocalServiceDiscovery().catch(fail);
    `);
    for (let n = 0; n < 4; n += 1) {
      expect(await line()).toBe('startLocalServiceDiscovery:fail invalid param 1001');
    }
    expect(await line()).toBe('stopLocalServiceDiscovery:fail task not found 600004');
  });

  test('are not told to a listener that was removed', async () => {
    const { browser, line } = await searching(`
      const listener = () => console.log('removed');
      wx.onLocalServiceFound(listener);
      wx.onLocalServiceFound(() => console.log('kept'));
      wx.offLocalServiceFound(listener);
      wx.startLocalServiceDiscovery({ serviceType: '_http._tcp', success: () => console.log('ready') });
    `);
    expect(await line()).toBe('ready');
    browser.last.found('Lamp');
    expect(await line()).toBe('kept');
  });

  test('keep the program busy while they are looked for', async () => {
    const { browser, program, line } = await searching(`
      wx.startLocalServiceDiscovery({ serviceType: '_http._tcp', success: () => console.log('ready') });
      wx.onLocalServiceFound(() => wx.stopLocalServiceDiscovery());
    `);
    let idle = false;
    const whenIdle = program.idle().then(() => (idle = true));
    expect(await line()).toBe('ready');
    await new Promise((resolve) => setImmediate(resolve));
    expect(idle).toBe(false);
    browser.last.found('Lamp');
    await whenIdle;
  });
});
