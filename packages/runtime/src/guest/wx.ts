import { type GuestConfig, serviceEvents } from '../bridge/protocol.ts';
import { type App, launchOptions } from './app.ts';
import type { Discovery } from './discovery.ts';
import { type Outcomes, Refusal } from './outcome.ts';
import { indexOf, isObject, NativeError, NativeProxy, record, slice } from './primordials.ts';
import type { Storage } from './storage.ts';
import { accountInfo, appBaseInfo, deviceInfo, systemInfo, windowInfo } from './system.ts';
import type { Tasks } from './tasks.ts';
import type { Timers } from './timers.ts';
import type { Unsupported } from './unsupported.ts';

interface Parts {
  readonly config: GuestConfig;
  readonly tasks: Tasks;
  readonly timers: Timers;
  readonly storage: Storage;
  readonly outcomes: Outcomes;
  readonly unsupported: Unsupported;
  readonly app: App;
  readonly discovery: Discovery;
}

type Members = Record<string, unknown>;

/** The global `wx`, alias `mp`: the calls that this host has, and a stand-in for every other name. */
export function createWx(parts: Parts): object {
  const supported = {
    ...network(parts),
    ...storage(parts),
    ...system(parts),
    ...lifecycle(parts),
    ...localServices(parts),
  };
  const target: Members = {
    ...supported,
    env: { USER_DATA_PATH: parts.config.userDataPath },
    canIUse: (schema: unknown) => typeof schema === 'string' && firstPart(schema) in known,
  };
  const known = record<unknown>();
  for (const name in target) known[name] = true;

  const handler = record<unknown>();
  handler.get = (_: unknown, name: unknown) => {
    const own = target[name as string];
    return own === undefined && typeof name === 'string' ? parts.unsupported.stub(name) : own;
  };
  return new NativeProxy(target, handler);
}

function network({ tasks }: Parts): Members {
  return {
    request: (options: unknown) => tasks.start('request', options),
    downloadFile: (options: unknown) => tasks.start('downloadFile', options),
  };
}

function storage({ storage: store, outcomes }: Parts): Members {
  const key = (options: unknown) => (isObject(options) ? options.key : undefined);
  const nothing = {};
  return {
    setStorage: (options: unknown) =>
      outcomes.settle('setStorage', options, () => {
        store.set(key(options), isObject(options) ? options.data : undefined);
        return nothing;
      }),
    getStorage: (options: unknown) =>
      outcomes.settle('getStorage', options, () => {
        const found = store.get(key(options));
        if (found === undefined) throw new Refusal('data not found', 1);
        return found;
      }),
    removeStorage: (options: unknown) =>
      outcomes.settle('removeStorage', options, () => {
        store.remove(key(options));
        return nothing;
      }),
    clearStorage: (options: unknown) =>
      outcomes.settle('clearStorage', options, () => {
        store.clear();
        return nothing;
      }),
    getStorageInfo: (options: unknown) => outcomes.settle('getStorageInfo', options, () => store.info()),
    setStorageSync: (name: unknown, data: unknown) => thrown('setStorageSync', () => store.set(name, data)),
    getStorageSync: (name: unknown) =>
      thrown('getStorageSync', () => {
        const found = store.get(name);
        return found === undefined ? '' : found.data;
      }),
    removeStorageSync: (name: unknown) => thrown('removeStorageSync', () => store.remove(name)),
    clearStorageSync: () => store.clear(),
    getStorageInfoSync: () => store.info(),
  };
}

function system({ config, outcomes }: Parts): Members {
  return {
    getSystemInfo: (options: unknown) => outcomes.settle('getSystemInfo', options, systemInfo),
    getSystemInfoAsync: (options: unknown) => outcomes.settle('getSystemInfoAsync', options, systemInfo),
    getSystemInfoSync: systemInfo,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBaseInfo,
    getWindowInfo: windowInfo,
    getAccountInfoSync: () => accountInfo(config),
  };
}

function lifecycle({ app, config, timers, outcomes }: Parts): Members {
  return {
    onAppShow: (listener: unknown) => app.listen('onAppShow', listener),
    offAppShow: (listener: unknown) => app.unlisten('onAppShow', listener),
    onAppHide: (listener: unknown) => app.listen('onAppHide', listener),
    offAppHide: (listener: unknown) => app.unlisten('onAppHide', listener),
    getNetworkType: (options: unknown) =>
      outcomes.settle('getNetworkType', options, () => app.networkState()),
    onNetworkStatusChange: (listener: unknown) => app.listen('onNetworkStatusChange', listener),
    offNetworkStatusChange: (listener: unknown) => app.unlisten('onNetworkStatusChange', listener),
    getLaunchOptionsSync: () => launchOptions(config.page),
    getEnterOptionsSync: () => launchOptions(config.page),
    nextTick: (run: unknown) => timers.soon('nextTick', run),
  };
}

function localServices({ discovery }: Parts): Members {
  const start = 'startLocalServiceDiscovery';
  const stop = 'stopLocalServiceDiscovery';
  const members: Members = {
    [start]: (options: unknown) => discovery.call(start, options),
    [stop]: (options: unknown) => discovery.call(stop, options),
  };
  for (let i = 0; i < serviceEvents.length; i++) {
    const event = serviceEvents[i];
    if (event === undefined) continue;
    members[event] = (listener: unknown) => discovery.listen(event, listener);
    members[`off${slice(event, 2)}`] = (listener: unknown) => discovery.unlisten(event, listener);
  }
  return members;
}

/** The calls that answer at once throw what the others tell `fail`. */
function thrown<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) throw new NativeError(`${name}:fail ${error.text}`);
    throw error;
  }
}

/** `request.object.method` asks for `request`. */
function firstPart(schema: string): string {
  const dot = indexOf(schema, '.');
  return dot < 0 ? schema : slice(schema, 0, dot);
}
