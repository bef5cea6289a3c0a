import { createNetwork, type Network, type NetworkOptions, type PolicyFeed } from '@minigate/network';
import { createMiniProgram } from '@minigate/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { eventsOf, policyFor } from '../support/loopback-network.ts';
import { day } from '../support/policy-server.ts';
import { serve } from '../support/servers.ts';
import { follow, platform } from './feeds.ts';

const url = 'https://api.example.test/';
const elsewhere = ['https://elsewhere.example.test'];

async function around() {
  const server = await serve((_request, response) => void response.end('hello'));
  const options = {
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
    tls: { ca: server.authority.pem },
  };
  const networkFor = (policy: NetworkOptions['policy'], more: Partial<NetworkOptions> = {}): Network => {
    const network = createNetwork({ policy, ...options, ...more });
    onTestFinished(() => network.close());
    return network;
  };
  return { server, options, networkFor };
}

const outcome = async (network: Network) => {
  const result = (await requestLogged(network, { url }).done) as { data?: unknown; errMsg: string };
  return result.data ?? result.errMsg;
};
const refused = 'request:fail url not in domain list';

describe('Rule 24: a network with a policy feed', () => {
  it('judges calls by the policy that was signed', async () => {
    const signer = await platform();
    await signer.publish({ version: 3 });
    const { feed } = follow(signer);
    const { networkFor } = await around();
    await feed.ready;
    const network = networkFor(feed);
    expect(network.policy).toBe(feed.policy);
    expect(await outcome(network)).toBe('hello');
    const other = requestLogged(network, { url: 'https://elsewhere.example.test/' });
    expect(await other.done).toMatchObject({ errMsg: refused, errno: 600002 });
  });

  it.each([{ debugging: false }, { debugging: true }])(
    'refuses every call without one, and says why: %o',
    async ({ debugging }) => {
      const signer = await platform();
      await signer.publish({ appId: 'other' });
      const { feed } = follow(signer);
      const { networkFor, server } = await around();
      await feed.ready;
      const network = networkFor(feed, { debugging });
      const settled = eventsOf(network, 'settle');
      expect(await outcome(network)).toBe(refused);
      expect(settled[0]?.error).toMatchObject({
        code: 'NO_POLICY',
        detail:
          'There is no policy for the mini program "demo", so every call is refused. ' +
          'The policy is for another mini program: "other". Ask for the policy of this AppId.',
      });
      expect([network.policy, server.requests]).toEqual([undefined, []]);
    },
  );

  it('takes the first policy whenever it comes', async () => {
    const signer = await platform();
    const { feed } = follow(signer);
    const { networkFor } = await around();
    const network = networkFor(feed);
    expect(await outcome(network)).toBe(refused);
    await feed.ready;
    await signer.publish();
    await feed.refresh();
    expect(await outcome(network)).toBe('hello');
  });

  it('leaves a later change to the next cold start', async () => {
    const signer = await platform();
    await signer.publish({ version: 1 });
    const { feed } = follow(signer);
    const { networkFor } = await around();
    await feed.ready;
    const network = networkFor(feed);
    await signer.publish({ version: 2, serverDomains: elsewhere });
    await feed.refresh();
    expect(feed.policy?.version).toBe(2);
    expect([network.policy?.version, await outcome(network)]).toEqual([1, 'hello']);
    expect(await outcome(networkFor(feed))).toBe(refused);
  });

  it('applies it at once where the feed says so; calls already admitted keep their verdict', async () => {
    const signer = await platform();
    await signer.publish({ version: 1 });
    const { feed } = follow(signer, { apply: 'at-once' });
    const answers: (() => void)[] = [];
    const server = await serve((_request, response) => void answers.push(() => response.end('hello')));
    await feed.ready;
    const network = createNetwork({
      policy: feed,
      resolve: server.resolve,
      allowAddresses: ['127.0.0.0/8'],
      tls: { ca: server.authority.pem },
    });
    onTestFinished(() => network.close());
    const admitted = Array.from({ length: 11 }, () => outcome(network));
    await server.received(10);
    await signer.publish({ version: 2, serverDomains: elsewhere });
    await feed.refresh();
    expect([network.policy?.version, await outcome(network)]).toEqual([2, refused]);
    for (const answer of answers.splice(0)) answer();
    await server.received(11);
    for (const answer of answers) answer();
    expect(await Promise.all(admitted)).toEqual(Array.from({ length: 11 }, () => 'hello'));
  });

  it('refuses every call once its policy has expired, and goes on when it is signed anew', async () => {
    const signer = await platform();
    let time = Date.now();
    await signer.publish({ version: 1 });
    const { feed } = follow(signer, { now: () => time });
    const { networkFor } = await around();
    await feed.ready;
    const network = networkFor(feed);
    time += 8 * day;
    expect([network.policy, await outcome(network)]).toEqual([undefined, refused]);
    await signer.publish({ version: 1, issuedAt: time, expiresAt: time + day });
    await feed.refresh();
    expect(await outcome(network)).toBe('hello');
    time += 2 * day;
    await signer.publish({ version: 2, issuedAt: time, expiresAt: time + day });
    await feed.refresh();
    expect([network.policy?.version, await outcome(network)]).toEqual([2, 'hello']);
  });

  it('takes the next policy when the one in force expires', async () => {
    const signer = await platform();
    const start = Date.now();
    let time = start;
    await signer.publish({ version: 1, expiresAt: start + day });
    const { feed } = follow(signer, { now: () => time });
    const { networkFor } = await around();
    await feed.ready;
    const network = networkFor(feed);
    await signer.publish({ version: 2, serverDomains: elsewhere });
    await feed.refresh();
    expect(await outcome(network)).toBe('hello');
    time += 2 * day;
    expect([network.policy?.version, await outcome(network)]).toEqual([2, refused]);
  });

  it('listens no more once updatePolicy or close has had its say', async () => {
    const signer = await platform();
    await signer.publish({ version: 1 });
    const { feed } = follow(signer, { apply: 'at-once' });
    const { networkFor } = await around();
    await feed.ready;
    const network = networkFor(feed);
    network.updatePolicy(policyFor('https://api.example.test'));
    await signer.publish({ version: 2, serverDomains: elsewhere });
    await feed.refresh();
    expect(await outcome(network)).toBe('hello');
    const closed = networkFor(feed);
    await closed.close();
    await signer.publish({ version: 3 });
    await feed.refresh();
    expect(closed.policy?.version).toBe(2);
  });

  it('outlives its feed, until the policy expires', async () => {
    const signer = await platform();
    let time = Date.now();
    await signer.publish();
    const { feed } = follow(signer, { now: () => time });
    const { networkFor } = await around();
    await feed.ready;
    const network = networkFor(feed);
    await feed.close();
    expect(await outcome(network)).toBe('hello');
    time += 8 * day;
    expect(await outcome(network)).toBe(refused);
  });
});

it('Rule 24: a mini program waits for its policy, and knows its version', async () => {
  const signer = await platform();
  await signer.publish({ version: 7 });
  const { feed } = follow(signer);
  const { options } = await around();
  expect(await says(feed, options)).toEqual(['demo 7', 'request:ok hello']);
});

async function says(policy: PolicyFeed, options: Partial<NetworkOptions>): Promise<string[]> {
  const lines: string[] = [];
  const program = await createMiniProgram({
    source: `
      const { miniProgram } = wx.getAccountInfoSync();
      console.log(miniProgram.appId + ' ' + miniProgram.version);
      wx.request({ url: '${url}', complete: ({ errMsg, data }) => console.log(errMsg + ' ' + data) });`,
    policy,
    ...options,
    onConsole: ({ args }) => void lines.push(args.join(' ')),
  });
  await program.idle();
  await program.close();
  return lines;
}
