import { binance, type HostProfile } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { silentAccept, slowDrip } from '../support/fault.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { misbehave } from '../support/servers.ts';

type StartedInGrace = HostProfile['background']['startedInGrace'];

const url = 'https://api.example.test/';
const interrupted = { errMsg: 'request:fail interrupted', errno: 600003 };

/** Two calls that never end by themselves, the background for longer than the grace, and a call made in it. */
async function liveThroughTheGrace(startedInGrace: StartedInGrace) {
  const silent = await misbehave(silentAccept());
  const dripping = await misbehave(slowDrip(), { names: ['drip.example.test'] });
  const profile = { ...binance, background: { ...binance.background, startedInGrace } };
  const network = loopbackNetwork([silent, dripping], { profile });
  const running = requestLogged(network, { url });
  const download = downloadLogged(network, { url: 'https://drip.example.test/' });
  await new Promise<void>((resolve) => download.task.onHeadersReceived(() => resolve()));

  const left = performance.now();
  const since = () => performance.now() - left;
  network.enterBackground();
  const inGrace = requestLogged(network, { url });
  const inGraceEnded = inGrace.done.then(since);
  expect(await running.done).toMatchObject(interrupted);
  const waited = since();
  expect(await inGrace.done).toMatchObject(interrupted);
  expect(await download.done).toMatchObject({ errMsg: 'downloadFile:fail interrupted', errno: 600003 });
  for (const call of [running, download, inGrace]) expect(callbackNames(call)).toEqual(['fail', 'complete']);
  await Promise.all([silent.disconnected(), dripping.disconnected()]);
  expect(await requestLogged(network, { url }).done).toMatchObject(interrupted);
  expect(network.state).toBe('suspended');
  return { waited, inGraceEnded: await inGraceEnded, accepted: silent.accepted() };
}

describe('Rule 11: the background', () => {
  it('fails with `fail interrupted` when a call outlives 5 s in the background, in real time', async () => {
    const [strict, lenient] = await Promise.all([
      liveThroughTheGrace('interrupt'),
      liveThroughTheGrace('allow'),
    ]);
    for (const { waited } of [strict, lenient]) {
      expect(waited).toBeGreaterThan(4_990);
      expect(waited).toBeLessThan(15_000);
    }
    expect(strict.inGraceEnded).toBeLessThan(4_000);
    expect(lenient.inGraceEnded).toBeGreaterThan(4_990);
    expect([strict.accepted, lenient.accepted]).toEqual([1, 2]);
  });
});
