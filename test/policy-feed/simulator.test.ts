import { expect, it } from 'vitest';
import { Page, simulate } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { serve } from '../support/servers.ts';
import { follow, platform } from './feeds.ts';

const code = `let count = 0;
const ask = () => {
  const name = 'call ' + (count += 1);
  wx.request({
    url: 'https://api.example.test/' + count,
    complete: ({ data, errMsg }) => console.log(name, data || errMsg),
  });
};
setInterval(ask, 200);
ask();`;

async function followed() {
  const signer = await platform();
  await signer.publish({ version: 1, serverDomains: ['https://api.example.test'] });
  const { feed } = follow(signer);
  const answers: (() => void)[] = [];
  const server = await serve((_request, response) => void answers.push(() => response.end('hello')));
  const { simulator } = await simulate(
    { 'app.js': code },
    {
      policy: feed,
      tls: { ca: server.authority.pem },
      resolve: server.resolve,
      allowAddresses: ['127.0.0.0/8'],
    },
  );
  const page = await Page.open(simulator);
  await server.received(1);
  return { signer, feed, page, answer: () => answers.forEach((answer) => answer()) };
}

const elsewhere = ['https://elsewhere.example.test'];

it('Rule 24: a new policy counts in the simulator from the next call on, and the program goes on', async () => {
  const { signer, feed, page, answer } = await followed();
  await signer.publish({ version: 2, serverDomains: elsewhere });
  await feed.refresh();
  await page.until(() => page.last('program')?.program.policy?.version === 2);
  const told = page.all('line').filter(({ line }) => line.kind === 'simulator');
  expect(told).toMatchObject([{ line: { level: 'info' } }]);
  await page.until(({ lines }) => lines.some((line) => line.endsWith('request:fail url not in domain list')));
  answer();
  await page.until(({ lines }) => lines.includes('call 1 hello'));
  expect(page.last('program')?.program).toMatchObject({ run: 1, state: 'running' });
});

it('a new policy leaves a device first-party that was made so', async () => {
  const { signer, feed, page, answer } = await followed();
  answer();
  await page.send('POST', '/api/device', { firstParty: true });
  await page.until(() => page.last('program')?.program.run === 2);
  await signer.publish({ version: 2, serverDomains: elsewhere });
  await feed.refresh();
  await page.until(() => page.last('program')?.program.policy?.version === 2);
  expect(page.last('program')?.program).toMatchObject({ run: 2, policy: { firstParty: true } });
});
