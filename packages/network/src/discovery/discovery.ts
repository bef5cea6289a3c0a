import { checkConnection } from '../connection.ts';
import type { Engine } from '../engine.ts';
import { NetworkError } from '../errors.ts';
import { platformCall } from '../platform-call.ts';
import type {
  Done,
  LocalService,
  LocalServiceAddress,
  StartLocalServiceDiscoveryOptions,
  StopLocalServiceDiscoveryOptions,
} from '../platform-api.ts';
import { ProgramListeners } from '../program-listeners.ts';
import type { Browse, ServiceBrowser } from './browser.ts';
import { parseServiceType, type ServiceType } from './service-type.ts';

interface Search {
  readonly type: ServiceType;
  readonly browse: Browse;
  readonly stopTimer: () => void;
  /** The call that started it fails, if it has not ended. */
  readonly giveUp: (error: NetworkError) => void;
}

/**
 * Local service discovery: one search at a time. It stops by itself after the host profile's time, when the
 * program is suspended or loses its connection, and when the network is closed. Rule 21.
 */
export class Discovery {
  readonly #engine: Engine;
  readonly #browser: ServiceBrowser;
  readonly #found: ProgramListeners<LocalServiceAddress>;
  readonly #lost: ProgramListeners<LocalService>;
  readonly #resolveFail: ProgramListeners<LocalService>;
  readonly #stopped: ProgramListeners<Done>;
  #search: Search | undefined;

  constructor(engine: Engine, browser: ServiceBrowser) {
    this.#engine = engine;
    this.#browser = browser;
    this.#found = new ProgramListeners(engine, 'onLocalServiceFound');
    this.#lost = new ProgramListeners(engine, 'onLocalServiceLost');
    this.#resolveFail = new ProgramListeners(engine, 'onLocalServiceResolveFail');
    this.#stopped = new ProgramListeners(engine, 'onLocalServiceDiscoveryStop');
    engine.events.on('lifecycle', ({ state }) => {
      if (state === 'suspended' || state === 'closed') this.#stop();
    });
    engine.events.on('connection', ({ isConnected }) => {
      if (!isConnected) this.#stop();
    });
  }

  get api() {
    const [found, lost, resolveFail, stopped] = [this.#found, this.#lost, this.#resolveFail, this.#stopped];
    return {
      startLocalServiceDiscovery: <O extends StartLocalServiceDiscoveryOptions>(options: O) =>
        platformCall<O, Done>(this.#engine, 'startLocalServiceDiscovery', options, async () => {
          await this.#start(options);
          return { errMsg: 'startLocalServiceDiscovery:ok' };
        }),
      stopLocalServiceDiscovery: <
        O extends StopLocalServiceDiscoveryOptions = StopLocalServiceDiscoveryOptions,
      >(
        options?: O,
      ) =>
        platformCall<O, Done>(this.#engine, 'stopLocalServiceDiscovery', options, () => {
          if (!this.#stop()) throw new NetworkError('DISCOVERY_NOT_RUNNING');
          return { errMsg: 'stopLocalServiceDiscovery:ok' };
        }),
      onLocalServiceFound: (listener: (service: LocalServiceAddress) => void) => found.add(listener),
      offLocalServiceFound: (listener?: (event: never) => void) => found.remove(listener),
      onLocalServiceLost: (listener: (service: LocalService) => void) => lost.add(listener),
      offLocalServiceLost: (listener?: (event: never) => void) => lost.remove(listener),
      onLocalServiceResolveFail: (listener: (service: LocalService) => void) => resolveFail.add(listener),
      offLocalServiceResolveFail: (listener?: (event: never) => void) => resolveFail.remove(listener),
      onLocalServiceDiscoveryStop: (listener: (result: Done) => void) => stopped.add(listener),
      offLocalServiceDiscoveryStop: (listener?: (event: never) => void) => stopped.remove(listener),
    };
  }

  /** Resolves when the search is under way. */
  #start(options: unknown): Promise<void> {
    const type = parseServiceType(readServiceType(options));
    if (type === undefined) throw new NetworkError('DISCOVERY_TYPE_INVALID');
    if (!this.#engine.lifecycle.admits) {
      throw new NetworkError('INTERRUPTED', {
        detail: 'Services are looked for while the program is shown.',
      });
    }
    checkConnection(this.#engine);
    if (this.#search !== undefined) throw new NetworkError('DISCOVERY_RUNNING');
    return new Promise((resolve, reject) => this.#begin(type, resolve, reject));
  }

  #begin(type: ServiceType, onReady: () => void, giveUp: (error: NetworkError) => void): void {
    const serviceType = type.text;
    const browse = this.#browser.browse(type, {
      onReady,
      onError: (cause) => {
        giveUp(
          new NetworkError('DISCOVERY_FAILED', { text: systemError(cause), detail: cause.message, cause }),
        );
        this.#end();
      },
      onFound: ({ name, ip, port }) => this.#found.emit({ serviceType, serviceName: name, ip, port }),
      onLost: (name) => this.#lost.emit({ serviceType, serviceName: name }),
      onResolveFail: (name) => this.#resolveFail.emit({ serviceType, serviceName: name }),
    });
    const { clock, profile } = this.#engine;
    const stopTimer = clock.after(profile.discovery.duration, () => this.#stop());
    this.#search = { type, browse, stopTimer, giveUp };
  }

  /** Whether there was a search to stop. A program that was closed hears of nothing. */
  #stop(): boolean {
    const search = this.#end();
    if (search === undefined) return false;
    search.giveUp(new NetworkError('INTERRUPTED', { detail: 'The search was stopped before it began.' }));
    if (this.#engine.lifecycle.state !== 'closed')
      this.#stopped.emit({ errMsg: 'onLocalServiceDiscoveryStop:ok' });
    return true;
  }

  #end(): Search | undefined {
    const search = this.#search;
    if (search === undefined) return undefined;
    this.#search = undefined;
    search.stopTimer();
    const ending = search.browse.stop().finally(() => this.#engine.cleanups.delete(ending));
    this.#engine.cleanups.add(ending);
    return search;
  }
}

function readServiceType(options: unknown): unknown {
  try {
    return typeof options === 'object' && options !== null ? Reflect.get(options, 'serviceType') : undefined;
  } catch {
    return undefined;
  }
}

/** The platform's text, with the number of the system's error where there is one. */
function systemError(error: Error): string {
  const number = 'errno' in error && typeof error.errno === 'number' ? Math.abs(error.errno) : 0;
  return `mdns resolve system error:${number}`;
}
