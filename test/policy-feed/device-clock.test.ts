import { createNetwork, type NetworkOptions } from '@minigate/network';
import { createMiniProgram } from '@minigate/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { eventsOf } from '../support/loopback-network.ts';
import { day } from '../support/policy-server.ts';
import { authority, serve } from '../support/servers.ts';
import { follow, platform } from './feeds.ts';

const url = 'https://api.example.test/';
const document = { appId: 'demo', version: 1, serverDomains: ['https://api.example.test'] };

/** A server whose certificate is good from an hour ago for ten days. */
async function tenDays() {
  const certificate = await authority.issue({
    names: ['api.example.test'],
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 10 * day),
  });
  return serve((_, response) => void response.end('hello'), { certificate });
}

async function device(policy: NetworkOptions['policy'], clockOffset?: number) {
  const server = await tenDays();
  const network = createNetwork({
    policy,
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
    tls: { ca: authority.pem },
    ...(clockOffset !== undefined && { clockOffset }),
  });
  onTestFinished(() => network.close());
  const settled = eventsOf(network, 'settle');
  const call = async () => {
    const { errMsg } = await requestLogged(network, { url }).done;
    return { errMsg, error: settled.at(-1)?.error };
  };
  return { network, server, call };
}

describe('a device whose clock is wrong', () => {
  it.each([undefined, 0, 5 * day])('reaches a server whose certificate is good by it: %s', async (offset) => {
    const { call } = await device(document, offset);
    expect(await call()).toMatchObject({ errMsg: 'request:ok' });
    expect(await call()).toMatchObject({ errMsg: 'request:ok' });
  });

  it.each([
    ['ahead', 11 * day, /a certificate has expired, on .*; the clock of the device says \d{4}-/],
    ['behind', -2 * day, /a certificate is not valid before .*; the clock of the device says \d{4}-/],
  ])('refuses a certificate that is not good by it: %s', async (_, offset, detail) => {
    const { call, server } = await device(document, offset);
    for (let i = 0; i < 2; i += 1) {
      const { error } = await call();
      expect(error).toMatchObject({ code: 'CERTIFICATE_DATE_INVALID' });
      expect(error?.detail).toMatch(detail);
    }
    expect(server.requests).toEqual([]);
  });

  it('has no policy where that has expired by it, and says so', async () => {
    const signer = await platform();
    await signer.publish({ version: 3 });
    const { feed } = follow(signer);
    await feed.ready;
    const life = (feed.policy?.expiresAt ?? 0) - Date.now();
    const early = await device(feed, life - day / 24);
    expect(early.network.policy?.version).toBe(3);
    for (const [offset, why] of [
      [life + 1000, /expired/],
      [-day, /a time that has not come yet/],
    ] as const) {
      const { network, call } = await device(feed, offset);
      expect(network.policy).toBeUndefined();
      const { error } = await call();
      expect(error?.code).toBe('NO_POLICY');
      expect(error?.detail).toMatch(why);
    }
  });

  it('has a program whose Date is wrong, and whose timers are not', async () => {
    const lines: string[] = [];
    const program = await createMiniProgram({
      source: `const began = Date.now();
console.log(new Date().getTime() - began < 5000, began);
setTimeout(() => console.log('later', Date.now() - began < 60000), 20);`,
      policy: document,
      clockOffset: -400 * day,
      onConsole: ({ args }) => void lines.push(args.join(' ')),
    });
    onTestFinished(() => program.close());
    await program.idle();
    const [first = '', second] = lines;
    const told = Number(first.replace('true ', ''));
    expect(Math.abs(told - (Date.now() - 400 * day))).toBeLessThan(60_000);
    expect(second).toBe('later true');
    expect(Math.abs(Date.now() - performance.timeOrigin - performance.now())).toBeLessThan(60_000);
  });

  it.each([0.5, Number.NaN, 1e300, '5'])('is wrong by a sensible time: %s', (clockOffset) => {
    expect(() => createNetwork({ policy: document, clockOffset: clockOffset as number })).toThrow(
      /^clockOffset must be a whole number of milliseconds/,
    );
  });
});
