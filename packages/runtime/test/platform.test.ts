import { describe, expect, test } from 'vitest';
import { runSource } from './support/start-program.ts';

async function run(source: string) {
  const { lines, faults, unsupported } = await runSource(source);
  return { lines, faults, unsupported };
}

describe('the platform', () => {
  test('is mp and wx, the same object', async () => {
    expect((await run('console.log(mp === wx, typeof wx, typeof mp.request);')).lines).toEqual([
      'true object function',
    ]);
  });

  test('tells of the system, at once and later', async () => {
    const { lines, unsupported } = await run(`
      const info = wx.getSystemInfoSync();
      console.log(info.platform, info.SDKVersion, typeof info.windowWidth, typeof info.pixelRatio, info.safeArea.top);
      wx.getSystemInfo({ success: (res) => console.log(res.platform, res.errMsg) });
      wx.getSystemInfoAsync().then((res) => console.log(res.platform, res.errMsg));
      console.log(wx.getDeviceInfo().platform, wx.getAppBaseInfo().SDKVersion, wx.getWindowInfo().windowWidth);
      console.log(wx.getAccountInfoSync().miniProgram.appId, wx.getLaunchOptionsSync().scene, wx.getEnterOptionsSync().scene);
      info.platform = 'changed';
      console.log(wx.getSystemInfoSync().platform);
      wx.nextTick(() => console.log('nextTick'));
    `);
    expect(lines).toEqual([
      'devtools 3.0.0 number number 20',
      'devtools 3.0.0 375',
      'demo 1001 1001',
      'devtools',
      'devtools getSystemInfo:ok',
      'devtools getSystemInfoAsync:ok',
      'nextTick',
    ]);
    expect(unsupported).toEqual([]);
  });

  test('says by canIUse what is there', async () => {
    const { lines } = await run(`
      for (const name of ['request', 'request.object.url', 'downloadFile', 'setStorageSync', 'getSystemInfo', 'canIUse', 'env', 'onAppShow'])
        console.log(name, wx.canIUse(name), name.split('.')[0] in wx);
      for (const name of ['login', 'connectSocket', 'uploadFile', 'cloud', 'someNewApi', 'constructor', 'toString', '__proto__', '', 5, undefined])
        console.log(String(name), wx.canIUse(name));
    `);
    expect(lines.slice(0, 8).every((line) => line.endsWith(' true true'))).toBe(true);
    expect(lines.slice(8).every((line) => line.endsWith(' false'))).toBe(true);
    expect(lines).toHaveLength(19);
  });
});

describe('a name that the platform does not have', () => {
  test('is a function, so that a project gets past its first line, and is reported when it is used', async () => {
    const { lines, unsupported } = await run(`
      console.log(typeof wx.someNewApi, wx.someNewApi === wx.someNewApi, typeof wx.then, typeof wx.toJSON, wx.canIUse('someNewApi'));
      if (wx.otherApi) console.log('looked');
    `);
    expect(lines).toEqual(['function true undefined undefined false', 'looked']);
    expect(unsupported).toEqual([]);
  });

  test('answers fail and complete with the same object, later, and is reported once', async () => {
    const { lines, unsupported, faults } = await run(`
      let kept;
      const options = { success: () => console.log('never'), fail: (res) => { kept = res; console.log(JSON.stringify(res)); }, complete: (res) => console.log(res === kept) };
      wx.login(options);
      mp.login({ complete: (res) => console.log(res.errMsg) });
      console.log('later');
    `);
    expect(lines).toEqual([
      'later',
      '{"errMsg":"login:fail not supported","errno":100}',
      'true',
      'login:fail not supported',
    ]);
    expect(unsupported).toEqual(['login']);
    expect(faults).toEqual([]);
  });

  test('rejects its promise where there are no callbacks, without noise where nobody handles it', async () => {
    const { lines, faults, unsupported } = await run(`
      wx.login();
      wx.checkSession({ a: 1 }).then(() => console.log('never'));
      (async () => { await wx.getUserProfile(); console.log('never'); })();
      wx.getSetting().catch((res) => console.log('caught', res.errMsg)).finally(() => console.log('finally'));
      Promise.all([wx.getLocation()]).catch((res) => console.log('all', res.errno));
    `);
    expect(lines.toSorted()).toEqual(['all 100', 'caught getSetting:fail not supported', 'finally']);
    expect(faults).toEqual([]);
    expect(unsupported).toEqual(['login', 'checkSession', 'getUserProfile', 'getSetting', 'getLocation']);
  });

  test.each([
    ['a value read at once', 'const { a } = wx.getExtConfigSync(); a.b.c;', 'getExtConfigSync'],
    [
      'a value without Sync in its name',
      'const { top, height } = wx.getMenuButtonBoundingClientRect(); console.log(top + height >= 0);',
      'getMenuButtonBoundingClientRect',
    ],
    [
      'an object with methods',
      "wx.createSelectorQuery().select('#a').boundingClientRect(() => {}).exec();",
      'createSelectorQuery',
    ],
    [
      'an object with properties',
      "const audio = wx.createInnerAudioContext(); audio.src = 'a'; audio.play(); audio.onEnded(() => {}); console.log(audio.src === 'a');",
      'createInnerAudioContext',
    ],
    [
      'a manager',
      'const manager = wx.getUpdateManager(); manager.onCheckForUpdate(() => {}); manager.applyUpdate();',
      'getUpdateManager',
    ],
    ['a listener', 'wx.onNetworkStatusChange(() => {}); ', 'onNetworkStatusChange'],
    ['the end of a listener', 'wx.offNetworkStatusChange();', 'offNetworkStatusChange'],
    [
      'a task',
      "const socket = wx.connectSocket({ url: 'wss://api.example.test', success() {} }); socket.onOpen(() => {}); socket.send({ data: 'x' });",
      'connectSocket',
    ],
    [
      'a task without callbacks',
      "wx.uploadFile({ url: 'https://api.example.test/', filePath: 'a', name: 'a' }).onProgressUpdate(() => {});",
      'uploadFile',
    ],
    ['a namespace', "if (wx.cloud) wx.cloud.init({ env: 'a' });", 'cloud.init'],
    [
      'a namespace with objects',
      "wx.cloud.database().collection('a').where({ a: wx.cloud.database().command.gt(1) }).get();",
      'cloud.database',
    ],
    ['an object that is made anew', 'new wx.Thing().method();', 'Thing'],
    ['a component', 'Component({ methods: {} }); Component(Behavior({}));', 'Component'],
    ['a global of plugins', "requirePlugin('x').method();", 'requirePlugin'],
  ])('is no TypeError: %s', async (_, source, name) => {
    const { lines, faults, unsupported } = await run(source);
    expect(faults).toEqual([]);
    expect(unsupported[0]).toBe(name);
    expect(unsupported.filter((reported) => reported === name)).toHaveLength(1);
    expect(lines.filter((line) => line !== 'true')).toEqual([]);
  });

  test('can be replaced by the program, as a polyfill does', async () => {
    const { lines, unsupported } = await run(`
      wx.login = ({ success }) => success({ code: 'own' });
      mp.login({ success: (res) => console.log(res.code) });
      const request = wx.request;
      wx.request = (options) => { console.log('wrapped'); return request(options); };
      wx.request({ url: 5, fail: (res) => console.log(res.errno) });
    `);
    expect(lines).toEqual(['own', 'wrapped', '1001']);
    expect(unsupported).toEqual([]);
  });

  test('can be printed, compared and turned into text', async () => {
    const { lines, faults } = await run(`
      const thing = wx.createThing();
      console.log(String(thing) === '', thing == 1, JSON.stringify({ thing }), thing.length > 0, thing[Symbol.iterator]);
      (async () => { console.log(await thing === thing); })();
    `);
    expect(faults).toEqual([]);
    expect(lines).toEqual(['true false {} false undefined', 'true']);
  });
});
