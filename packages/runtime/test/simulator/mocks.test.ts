import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodeFiles } from '../../src/simulator/code-files.ts';
import { Feed } from '../../src/simulator/feed.ts';
import { MocksInForce } from '../../src/simulator/mocks-in-force.ts';
import { programFolder } from '../support/program-folder.ts';
import { Page, simulate } from './support/simulated.ts';

const name = 'minigate.mocks.json';
const asking = `const ask = () => wx.request({ url: 'https://api.example.test/users/1', complete: ({ data, errMsg }) => console.log(data ? data.name : errMsg) });
wx.onNetworkStatusChange(ask);
ask();`;
const rule = (answer: string) => ({
  mocks: [{ name: 'Ada', url: 'https://api.example.test/users/*', json: { name: answer } }],
});

describe('Mock answers', () => {
  it('are those of the file in the folder of the program, and their calls are marked', async () => {
    const { simulator } = await simulate({ 'app.js': asking, [name]: JSON.stringify(rule('Ada')) });
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('Ada'));
    expect(page.last('call')?.row).toMatchObject({ status: 200, mock: 'Ada' });
    expect(await (await page.get('/api/mocks')).json()).toEqual({ text: JSON.stringify(rule('Ada')) });
  });

  it('count from the next call on when they are saved, and the program goes on', async () => {
    const { simulator, folder } = await simulate({ 'app.js': asking, [name]: JSON.stringify(rule('Ada')) });
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('Ada'));
    const { version } = (await (await page.get(`/api/files/${name}`)).json()) as { version: string };
    const text = JSON.stringify(rule('Grace'));
    expect((await page.send('PUT', `/api/files/${name}`, { text, version })).status).toBe(200);
    await page.until(() => page.last('mocks')?.text === text);
    await page.send('POST', '/api/device', { connection: '3g' });
    await page.until(({ lines }) => lines.includes('Grace'));
    writeFileSync(join(folder, name), JSON.stringify(rule('Katherine')));
    await page.until(() => page.last('mocks')?.text.includes('Katherine'));
    await page.send('POST', '/api/device', { connection: '4g' });
    await page.until(({ lines }) => lines.includes('Katherine'));
    expect(page.last('program')?.program.run).toBe(1);
  });

  it('stay in force while their file is read anew', async () => {
    const files = await CodeFiles.open(programFolder({ [name]: JSON.stringify(rule('Ada')) }));
    const mocks = new MocksInForce(files, new Feed());
    await mocks.read();
    const again = mocks.read();
    expect(mocks.answers.rules).toHaveLength(1);
    await again;
    expect(mocks.answers.rules).toHaveLength(1);
  });

  it('with a problem are not in force, and the problem is told', async () => {
    const { simulator, folder } = await simulate({ 'app.js': asking, [name]: JSON.stringify(rule('Ada')) });
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('Ada'));
    writeFileSync(join(folder, name), '{ "mocks": [{ "url": "https://api.example.test/*", "status": 99 }] }');
    await page.until(() => page.last('mocks')?.problem);
    expect(page.last('mocks')?.problem).toBe('mocks[0].status must be a whole number from 200 to 599.');
  });

  it('do not open what is not permitted', async () => {
    const mocks = { mocks: [{ url: 'https://other.example.test/*', json: { name: 'Eve' } }] };
    const { simulator } = await simulate({
      'app.js': asking.replace('api.example', 'other.example'),
      [name]: JSON.stringify(mocks),
    });
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.length > 0);
    expect(page.lines).toEqual(['request:fail url not in domain list']);
  });
});
