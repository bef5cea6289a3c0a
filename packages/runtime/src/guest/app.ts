import type { GuestConfig } from '../bridge/protocol.ts';
import {
  append,
  type Callable,
  enumerableKeys,
  isArray,
  isCallable,
  isObject,
  type List,
  list,
  NativeError,
} from './primordials.ts';
import { isTold } from './outcome.ts';
import { setAtPath } from './set-data.ts';
import type { Modules } from './modules.ts';
import type { Steps } from './steps.ts';
import type { Timers } from './timers.ts';

type Members = Record<string, unknown>;
type AppEvent = 'onAppShow' | 'onAppHide' | 'onNetworkStatusChange';

/** What `onLaunch`, `onShow` and `getLaunchOptionsSync` tell. */
export function launchOptions(page: string | undefined): Members {
  return {
    path: page ?? '',
    query: {},
    scene: 1001,
    shareTicket: '',
    referrerInfo: { appId: '', extraData: {} },
    apiCategory: 'default',
    forwardMaterials: [],
    hostExtraData: { host_scene: '' },
  };
}

/**
 * `App`, `Page` and the life of the program: launched, shown, hidden. One page is open, the first of
 * `app.json`; there is no screen, so its life is `onLoad`, `onShow`, `onReady`, and `onHide` with the app's.
 */
export class App {
  readonly #config: GuestConfig;
  readonly #steps: Steps;
  readonly #timers: Timers;
  readonly #modules: Modules;
  readonly #listeners: Record<AppEvent, List<Callable>> = {
    onAppShow: list(),
    onAppHide: list(),
    onNetworkStatusChange: list(),
  };
  #networkType = 'unknown';
  #app: Members | undefined;
  #page: Members | undefined;
  #registered: Members | undefined;

  constructor(config: GuestConfig, parts: { steps: Steps; timers: Timers; modules: Modules }) {
    this.#config = config;
    this.#steps = parts.steps;
    this.#timers = parts.timers;
    this.#modules = parts.modules;
    this.#steps.onError = (text) => {
      if (isCallable(this.#app?.onError)) this.#timers.soon('App.onError', this.#app.onError, text);
    };
  }

  registerApp(options: unknown): void {
    if (!isObject(options)) throw new NativeError('App needs an object.');
    this.#app = options;
  }

  registerPage(options: unknown): void {
    if (!isObject(options)) throw new NativeError('Page needs an object.');
    this.#registered = options;
  }

  getApp(options: unknown): unknown {
    if (this.#app !== undefined) return this.#app;
    return isObject(options) && options.allowDefault === true ? {} : undefined;
  }

  getCurrentPages(): unknown[] {
    return this.#page === undefined ? [] : [this.#page];
  }

  /** Runs the program's files and launches it. */
  start(networkType: string): void {
    this.#networkType = networkType;
    const { main, page } = this.#config;
    if (main !== undefined) this.#steps.add(main, () => this.#modules.run(main));
    this.#steps.add('App', () => {
      const app = this.#app;
      const options = launchOptions(page);
      this.#steps.add('App.onLaunch', app?.onLaunch, app, options);
      this.#appShow(options);
      if (page !== undefined) this.#steps.add('Page', () => this.#openPage(page));
    });
  }

  shown(): void {
    this.#appShow(launchOptions(this.#page === undefined ? undefined : this.#config.page));
    this.#steps.add('Page.onShow', this.#page?.onShow, this.#page);
  }

  hidden(): void {
    this.#steps.add('Page.onHide', this.#page?.onHide, this.#page);
    this.#steps.add('App.onHide', this.#app?.onHide, this.#app);
    this.#tell('onAppHide', {});
  }

  /** What connects the device has changed. */
  connected(networkType: string): void {
    this.#networkType = networkType;
    this.#tell('onNetworkStatusChange', { isConnected: networkType !== 'none', networkType });
  }

  /** What `getNetworkType` tells; nothing is measured. */
  networkState(): Members {
    return { networkType: this.#networkType, signalStrength: 0, hasSystemProxy: false, weakNet: false };
  }

  /** A promise was rejected and nobody handles it. */
  rejected(reason: unknown): void {
    if (!isTold(reason)) this.#steps.report(reason, 'a promise');
    const handler = this.#app?.onUnhandledRejection;
    if (isCallable(handler)) this.#timers.soon('App.onUnhandledRejection', handler, { reason });
  }

  listen(event: AppEvent, listener: unknown): void {
    if (isCallable(listener)) append(this.#listeners[event], listener);
  }

  /** Without a listener: all of them. */
  unlisten(event: AppEvent, listener: unknown): void {
    const kept = list<Callable>();
    const listeners = this.#listeners[event];
    for (let i = 0; i < listeners.length; i++) {
      const one = listeners[i];
      if (one !== undefined && listener !== undefined && one !== listener) append(kept, one);
    }
    this.#listeners[event] = kept;
  }

  #appShow(options: Members): void {
    this.#steps.add('App.onShow', this.#app?.onShow, this.#app, options);
    this.#tell('onAppShow', options);
  }

  #tell(event: AppEvent, argument: Members): void {
    const listeners = this.#listeners[event];
    for (let i = 0; i < listeners.length; i++) {
      this.#steps.add(`an ${event} listener`, listeners[i], undefined, argument);
    }
  }

  #openPage(route: string): void {
    this.#modules.run(`${route}.js`);
    if (this.#registered === undefined) return;
    const page = this.#pageFrom(this.#registered, route);
    this.#page = page;
    this.#steps.add('Page.onLoad', page.onLoad, page, {});
    this.#steps.add('Page.onShow', page.onShow, page);
    this.#steps.add('Page.onReady', page.onReady, page);
  }

  #pageFrom(options: Members, route: string): Members {
    const page: Members = {};
    const keys = enumerableKeys(options);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] ?? '';
      page[key] = key === 'data' ? copied(options[key]) : options[key];
    }
    const data = isObject(page.data) ? page.data : {};
    page.data = data;
    page.route = route;
    page.options = {};
    page.setData = (changes: unknown, done: unknown) => {
      if (!isObject(changes)) return;
      const paths = enumerableKeys(changes);
      for (let i = 0; i < paths.length; i++) {
        const path = paths[i] ?? '';
        setAtPath(data, path, changes[path]);
      }
      if (isCallable(done)) this.#timers.soon('the callback of setData', done);
    };
    return page;
  }
}

/** Objects and arrays anew, everything else as it is. */
function copied(value: unknown): unknown {
  if (isArray(value)) {
    const copy: unknown[] = [];
    for (let i = 0; i < value.length; i++) copy[i] = copied(value[i]);
    return copy;
  }
  if (!isObject(value)) return value;
  const copy: Members = {};
  const keys = enumerableKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    copy[key] = copied(value[key]);
  }
  return copy;
}
