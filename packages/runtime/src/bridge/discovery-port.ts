import type { PlatformApi } from '@minigate/network';
import type { DiscoveryVerb, HostMessage, Json } from './protocol.ts';

/** The host's side of local service discovery: the program's two calls, and everything that is found. */
export class DiscoveryPort {
  readonly #api: PlatformApi;
  readonly #deliver: (message: HostMessage) => void;
  /** Calls without an ending. */
  #calls = 0;
  #searching = false;

  constructor(api: PlatformApi, deliver: (message: HostMessage) => void) {
    this.#api = api;
    this.#deliver = deliver;
    api.onLocalServiceFound((service) => deliver(['service', 'onLocalServiceFound', json(service)]));
    api.onLocalServiceLost((service) => deliver(['service', 'onLocalServiceLost', json(service)]));
    api.onLocalServiceResolveFail((service) =>
      deliver(['service', 'onLocalServiceResolveFail', json(service)]),
    );
    api.onLocalServiceDiscoveryStop((result) => {
      this.#searching = false;
      deliver(['service', 'onLocalServiceDiscoveryStop', json(result)]);
    });
  }

  /** Whether something may still come. */
  get busy(): boolean {
    return this.#searching || this.#calls > 0;
  }

  call(id: number, verb: DiscoveryVerb, serviceType: string): void {
    this.#calls += 1;
    const starts = verb === 'startLocalServiceDiscovery';
    const callbacks = {
      success: (result: object) => {
        if (starts) this.#searching = true;
        this.#deliver(['discovered', id, true, json(result)]);
      },
      fail: (failure: object) => this.#deliver(['discovered', id, false, json(failure)]),
      complete: () => {
        this.#calls -= 1;
      },
    };
    if (starts) this.#api.startLocalServiceDiscovery({ serviceType, ...callbacks });
    else this.#api.stopLocalServiceDiscovery(callbacks);
  }
}

/** What the network gives out is plain data. */
function json(value: object): Json {
  return value as unknown as Json;
}
