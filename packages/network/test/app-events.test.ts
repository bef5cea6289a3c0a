import { createNetwork } from '@minigate/network';
import { createTestNetwork } from '@minigate/network/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { requestLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';

/** One turn of the event loop: what was to be told is told. */
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

describe('Rule 22: a program that leaves the screen and comes back', () => {
  test('is told so, in order, and never inside the host’s own call', async () => {
    const { network } = scriptedNetwork();
    const told: string[] = [];
    network.api.onAppHide(() => told.push('hidden'));
    network.api.onAppShow(() => told.push('shown'));
    network.enterBackground();
    network.enterForeground();
    expect(told).toEqual([]);
    await turn();
    expect(told).toEqual(['hidden', 'shown']);
  });

  test('is told every field that programs read', async () => {
    const { network } = scriptedNetwork();
    const shown = new Promise((resolve) => network.api.onAppShow(resolve));
    const hidden = new Promise((resolve) => network.api.onAppHide(resolve));
    network.enterBackground();
    network.enterForeground();
    expect(await shown).toEqual({
      path: '',
      query: {},
      scene: 1001,
      shareTicket: '',
      referrerInfo: { appId: '', extraData: {} },
      apiCategory: 'default',
      forwardMaterials: [],
      hostExtraData: { host_scene: '' },
    });
    expect(await hidden).toEqual({});
  });

  test('is not told what it knows: the beginning, a second departure, its suspension, its end', async () => {
    const { network, clock } = createTestNetwork({ time: 'standing' });
    const told: string[] = [];
    network.api.onAppHide(() => told.push('hidden'));
    network.api.onAppShow(() => told.push('shown'));
    network.enterForeground();
    network.enterBackground();
    network.enterBackground();
    await clock.advance(5_000);
    expect(network.state).toBe('suspended');
    await network.close();
    network.enterForeground();
    await turn();
    expect(told).toEqual(['hidden']);
  });

  test('tells no listener that was removed, and all others', async () => {
    const { network } = scriptedNetwork();
    const told: string[] = [];
    const removed = () => told.push('removed');
    network.api.onAppShow(removed);
    network.api.onAppShow(() => told.push('kept'));
    network.api.offAppShow(removed);
    network.api.onAppHide(removed);
    network.api.offAppHide();
    network.enterBackground();
    network.enterForeground();
    await turn();
    expect(told).toEqual(['kept']);
  });

  test('may call again as soon as it is told that it is shown', async () => {
    const { network, server } = createTestNetwork({ serverDomains: ['https://api.example.com'] });
    onTestFinished(() => network.close());
    server.answer('GET https://api.example.com/', { body: 'back' });
    network.enterBackground();
    const ending = new Promise((resolve) =>
      network.api.onAppShow(() => resolve(requestLogged(network, { url: 'https://api.example.com/' }).done)),
    );
    network.enterForeground();
    expect(await ending).toMatchObject({ data: 'back' });
  });

  test('is reported where its listener throws, and tells the others', async () => {
    const { network } = scriptedNetwork();
    const errors: unknown[] = [];
    network.on('callbackError', ({ api, error }) => errors.push([api, String(error)]));
    network.api.onAppHide(() => {
      throw new Error('mine');
    });
    const hidden = new Promise((resolve) => network.api.onAppHide(resolve));
    network.enterBackground();
    await hidden;
    expect(errors).toEqual([['onAppHide', 'Error: mine']]);
  });

  test('that gives no function is not thrown at', () => {
    const network = createNetwork({ policy: { appId: 'demo', version: 1, serverDomains: [] } });
    onTestFinished(() => network.close());
    const { onAppShow } = network.api as { onAppShow: (listener: unknown) => void };
    for (const value of [undefined, null, 1, 'text', {}, Symbol('s')]) {
      expect(() => onAppShow(value)).not.toThrow();
    }
  });
});
