import { profiles } from '@minigate/policy';
import { AppEvents } from './app-events.ts';
import { checkClockOffset } from './clock-offset.ts';
import { connectSocket } from './connect-socket.ts';
import { Connection } from './connection.ts';
import { createDiscovery } from './discovery/create-discovery.ts';
import { systemClock } from './clock.ts';
import { downloadFile } from './download-file.ts';
import { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import { Folder } from './files/folder.ts';
import { hostInterfaces } from './host-interfaces.ts';
import type { Network, NetworkOptions } from './network-options.ts';
import { PolicyInForce } from './policy-in-force.ts';
import { request } from './request.ts';
import { createNodeTransport } from './transport/node.ts';
import { uploadFile } from './upload-file.ts';

/**
 * A network for one mini program: its calls, under the rules of its policy. Two networks share nothing.
 *
 * @throws TypeError if the policy document or another option is malformed; the message says what to mend
 *
 * @example
 * const network = createNetwork({
 *   policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.com'] },
 * });
 * network.api.request({
 *   url: 'https://api.example.com/hello',
 *   success: ({ statusCode, data }) => console.log(statusCode, data),
 *   fail: ({ errMsg }) => console.log(errMsg),
 * });
 */
export function createNetwork(options: NetworkOptions): Network {
  checkClockOffset(options.clockOffset);
  const renew = () => {
    transport.renew();
    engine.accelerator.renew();
  };
  const policy = new PolicyInForce(options.policy, renew, options.clockOffset);
  const profile = options.profile ?? profiles[policy.document?.profile ?? 'binance'];
  const temp = new Folder(options.tempDirectory, 'temp');
  const user = new Folder(options.userDirectory, 'user');
  const clock = options.clock ?? systemClock;
  const inner =
    options.transport ??
    createNodeTransport({
      ca: options.tls?.ca,
      resolve: options.resolve,
      allowAddresses: options.allowAddresses,
      ownPorts: options.ownPorts,
      proxy: options.proxy,
      clockOffset: options.clockOffset,
      responseHeaderBytes: profile.limits.responseHeaderBytes,
      cacheBytes: profile.limits.cacheBytes,
    });
  const transport = options.interpose?.(inner, clock) ?? inner;
  const { interfaces: named } = options;
  const interfaces = named === undefined ? hostInterfaces() : () => named;
  const engine = new Engine({
    policy,
    profile,
    debugging: options.debugging ?? false,
    networkTimeout: options.networkTimeout ?? {},
    interfaces,
    transport,
    clock,
    temp,
    user,
    acceleration: options.acceleration ?? {},
  });
  const appEvents = new AppEvents(engine);
  const connection = new Connection(engine, transport);
  const discovery = createDiscovery(engine, options.discovery ?? {});
  let closing: Promise<void> | undefined;

  async function shutDown(): Promise<void> {
    engine.lifecycle.close();
    policy.release();
    engine.failAll(new NetworkError('INTERRUPTED', { detail: 'The network was closed.' }));
    await engine.accelerator.close();
    await transport.close();
    await Promise.all(engine.cleanups);
    await Promise.all([temp.remove(), user.remove()]);
  }

  return {
    api: {
      request: (call) => request(engine, call),
      downloadFile: (call) => downloadFile(engine, call),
      uploadFile: (call) => uploadFile(engine, call),
      connectSocket: (call) => connectSocket(engine, call),
      ...appEvents.api,
      ...connection.api,
      ...discovery.api,
    },
    get policy() {
      return policy.document;
    },
    get state() {
      return engine.lifecycle.state;
    },
    get networkType() {
      return connection.networkType;
    },
    get acceleration() {
      return engine.accelerator.snapshot;
    },
    get tempDirectory() {
      return temp.path;
    },
    get userDirectory() {
      return user.path;
    },
    enterBackground: () => engine.lifecycle.enterBackground(),
    enterForeground() {
      engine.lifecycle.enterForeground();
      engine.dispatchQueued();
    },
    setDebugging(on) {
      if (engine.debugging === on) return;
      engine.debugging = on;
      transport.renew();
    },
    setConnection: ({ type }) => connection.set(type),
    updatePolicy: (document) => policy.replace(document),
    hold(task) {
      const flow = engine.flows.get(task);
      let held = flow !== undefined;
      flow?.hold();
      return () => {
        if (held) flow?.release();
        held = false;
      };
    },
    on: (event, listener) => engine.events.on(event, listener),
    close: () => (closing ??= shutDown()),
  };
}
