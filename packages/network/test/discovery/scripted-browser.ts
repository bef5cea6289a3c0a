import type { Browse, BrowseListener, ServiceBrowser, ServiceType } from '@minigate/network';

/** A search whose local network is the test. */
export class ScriptedSearch implements Browse {
  readonly type: ServiceType;
  readonly #listener: BrowseListener;
  stopped = false;

  constructor(type: ServiceType, listener: BrowseListener) {
    this.type = type;
    this.#listener = listener;
  }

  ready(): void {
    if (!this.stopped) this.#listener.onReady();
  }

  fail(error: Error): void {
    if (!this.stopped) this.#listener.onError(error);
  }

  found(name: string): void {
    if (!this.stopped) this.#listener.onFound({ name, ip: '192.168.1.20', port: 80 });
  }

  lost(name: string): void {
    if (!this.stopped) this.#listener.onLost(name);
  }

  resolveFailed(name: string): void {
    if (!this.stopped) this.#listener.onResolveFail(name);
  }

  stop(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }
}

/** A browser that finds what the test says. Its searches are ready at once, unless told otherwise. */
export class ScriptedBrowser implements ServiceBrowser {
  readonly searches: ScriptedSearch[] = [];
  readyAtOnce = true;

  get last(): ScriptedSearch {
    const search = this.searches.at(-1);
    if (search === undefined) throw new Error('Nothing was looked for.');
    return search;
  }

  browse(type: ServiceType, listener: BrowseListener): Browse {
    const search = new ScriptedSearch(type, listener);
    this.searches.push(search);
    if (this.readyAtOnce) queueMicrotask(() => search.ready());
    return search;
  }
}
