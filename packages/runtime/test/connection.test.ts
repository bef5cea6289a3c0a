import { describe, expect, test } from 'vitest';
import { sayingProgram } from './support/saying-program.ts';

describe('Rule 22: the connection of the device, as a program sees it', () => {
  test('is told by getNetworkType, by callbacks and by a promise, and by onNetworkStatusChange', async () => {
    const { program, line } = await sayingProgram(`
      const say = (...words) => console.log(words.join(' '));
      wx.onNetworkStatusChange(({ isConnected, networkType }) => {
        say('changed', isConnected, networkType);
        wx.getNetworkType().then((res) => say('promised', res.networkType, res.errMsg));
      });
      wx.getNetworkType({ success: (res) => say('success', res.networkType), complete: () => say('complete') });
    `);
    expect(await line()).toBe('success wifi');
    expect(await line()).toBe('complete');
    program.network.setConnection({ type: '4g' });
    expect(await line()).toBe('changed true 4g');
    expect(await line()).toBe('promised 4g getNetworkType:ok');
    program.network.setConnection({ type: 'none' });
    expect(await line()).toBe('changed false none');
  });

  test('is the one of its first line, if it changed before that', async () => {
    const { program, line } = await sayingProgram(`
      wx.getNetworkType().then(({ networkType }) => console.log('type ' + networkType));
    `);
    program.network.setConnection({ type: '2g' });
    expect(await line()).toBe('type 2g');
  });

  test('fails its calls when there is none', async () => {
    const { program, line } = await sayingProgram(`
      wx.onNetworkStatusChange(() => {
        wx.request({ url: 'https://api.example.com/', fail: ({ errMsg }) => console.log(errMsg) });
      });
      console.log('ready');
    `);
    expect(await line()).toBe('ready');
    program.network.setConnection({ type: 'none' });
    expect(await line()).toBe('request:fail -106:net::ERR_INTERNET_DISCONNECTED');
  });

  test('is not told to a listener that was removed', async () => {
    const { program, line } = await sayingProgram(`
      const listener = () => console.log('removed');
      wx.onNetworkStatusChange(listener);
      wx.onNetworkStatusChange(() => console.log('kept'));
      wx.offNetworkStatusChange(listener);
      console.log('ready');
    `);
    expect(await line()).toBe('ready');
    program.network.setConnection({ type: '5g' });
    expect(await line()).toBe('kept');
  });
});
