import { describe, expect, test } from 'vitest';
import { programFolder } from './support/program-folder.ts';
import { startProgram } from './support/start-program.ts';

const app = `App({
  shared: 'of the app',
  onLaunch(options) { console.log('onLaunch', options.path, options.scene, this.shared); },
  onShow(options) { console.log('App.onShow', options.path); },
  onHide() { console.log('App.onHide', this.shared); },
});
console.log('app.js', getApp().shared);`;
const page = `console.log('page.js', getApp().shared, getCurrentPages().length);
Page({
  data: { list: [{ n: 1 }], deep: { a: 1 } },
  onLoad(query) { console.log('onLoad', JSON.stringify(query), this.route, getCurrentPages()[0] === this); },
  onShow() { console.log('Page.onShow'); },
  onReady() { console.log('onReady'); },
  onHide() { console.log('Page.onHide'); },
});`;

describe('the life of a program', () => {
  test('is launched and shown, and then its first page is loaded and shown', async () => {
    const directory = programFolder({
      'app.json': '{"pages":["pages/index"]}',
      'app.js': app,
      'pages/index.js': page,
    });
    const { program, lines, faults } = await startProgram({ directory });
    await program.idle();
    expect(faults).toEqual([]);
    expect(lines).toEqual([
      'app.js of the app',
      'onLaunch pages/index 1001 of the app',
      'App.onShow pages/index',
      'page.js of the app 0',
      'onLoad {} pages/index true',
      'Page.onShow',
      'onReady',
    ]);
  });

  test('hides the page and then the program, and shows them the other way round', async () => {
    const directory = programFolder({
      'app.json': '{"pages":["pages/index"]}',
      'app.js': app,
      'pages/index.js': page,
    });
    const { program, printed } = await startProgram({ directory });
    await printed(7);
    program.enterBackground();
    expect((await printed(9)).slice(7)).toEqual(['Page.onHide', 'App.onHide of the app']);
    program.enterForeground();
    expect((await printed(11)).slice(9)).toEqual(['App.onShow pages/index', 'Page.onShow']);
  });

  test('that is hidden at once is launched first', async () => {
    const { program, printed } = await startProgram({ source: app });
    program.enterBackground();
    expect(await printed(4)).toEqual([
      'app.js of the app',
      'onLaunch  1001 of the app',
      'App.onShow ',
      'App.onHide of the app',
    ]);
  });

  test('tells its listeners of being shown and hidden, until they are taken away', async () => {
    const { program, printed, lines } = await startProgram({
      source: `
        const first = () => console.log('first');
        wx.onAppHide(first);
        wx.onAppHide(() => console.log('second'));
        wx.onAppShow(() => { console.log('shown'); wx.offAppHide(first); });
        wx.onAppShow('no function');`,
    });
    await printed(1);
    program.enterBackground();
    await printed(2);
    program.enterForeground();
    await printed(3);
    expect(lines).toEqual(['shown', 'second', 'shown']);
  });

  test('goes on through a throw in each of its callbacks, and every one is reported', async () => {
    const directory = programFolder({
      'app.json': '{"pages":["index"]}',
      'app.js': `const fail = (name) => () => { throw new Error(name); };
App({ onLaunch: fail('launch'), onShow: fail('show'), onHide: fail('hide') });
wx.onAppShow(fail('listener'));
throw new Error('app.js');`,
      'index.js': `const fail = (name) => () => { throw new Error(name); };
Page({ onLoad: fail('load'), onShow: fail('page show'), onReady: fail('ready'), onHide: fail('page hide') });`,
    });
    const { program, faulted, exits } = await startProgram({ directory });
    await faulted(7);
    program.enterBackground();
    const faults = await faulted(9);
    expect(faults.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'app.js: Error: app.js',
      'App.onLaunch: Error: launch',
      'App.onShow: Error: show',
      'an onAppShow listener: Error: listener',
      'Page.onLoad: Error: load',
      'Page.onShow: Error: page show',
      'Page.onReady: Error: ready',
      'Page.onHide: Error: page hide',
      'App.onHide: Error: hide',
    ]);
    expect(faults[1]?.stack).toMatch(/app\.js:1/);
    expect(exits).toEqual([]);
  });

  test('tells App.onError of what was thrown, and App.onUnhandledRejection of what was rejected', async () => {
    const { printed, faulted } = await startProgram({
      source: `App({
        onError(text) { console.log('onError', text.split('\\n')[0]); throw new Error('again'); },
        onUnhandledRejection({ reason }) { console.log('rejected', reason.message); },
      });
      Promise.reject(new Error('promise'));
      setTimeout(() => { throw new Error('timer'); }, 5);`,
    });
    expect((await printed(3)).toSorted()).toEqual([
      'onError Error: promise',
      'onError Error: timer',
      'rejected promise',
    ]);
    expect((await faulted(4)).map(({ where }) => where).toSorted()).toEqual([
      'App.onError',
      'App.onError',
      'a promise',
      'setTimeout',
    ]);
  });

  test('refuses an App and a Page that are no objects', async () => {
    const { faulted } = await startProgram({ source: 'try { Page(5); } finally { App(); }' });
    expect(await faulted(1)).toMatchObject([{ message: 'Error: App needs an object.' }]);
  });

  test('has no app before App was called', async () => {
    const { printed } = await startProgram({
      source: `console.log(getApp(), getApp({ allowDefault: true }), getCurrentPages());`,
    });
    expect(await printed(1)).toEqual(['undefined {} []']);
  });
});

describe('a page', () => {
  test('has its own copy of data, which setData changes by path', async () => {
    const directory = programFolder({
      'app.json': '{"pages":["index"]}',
      'index.js': `const data = { list: [{ n: 1 }], deep: { a: 1 } };
Page({ data, onLoad() {
  this.setData({ 'list[0].n': 2, 'deep.b.c': 3, 'fresh[1]': 'x', plain: true }, () => console.log('then'));
  console.log(JSON.stringify(this.data), JSON.stringify(data));
} });`,
    });
    const { printed } = await startProgram({ directory });
    expect(await printed(2)).toEqual([
      '{"list":[{"n":2}],"deep":{"a":1,"b":{"c":3}},"fresh":[null,"x"],"plain":true} {"list":[{"n":1}],"deep":{"a":1}}',
      'then',
    ]);
  });
});
