import type { Engine } from './engine.ts';
import type { AppHideEvent, AppShowEvent } from './platform-api.ts';
import { ProgramListeners } from './program-listeners.ts';

/**
 * Tells a program that it left the screen and came back, as its host says with `enterBackground` and
 * `enterForeground`. A network begins in the foreground, which is told to nobody. Rule 22.
 */
export class AppEvents {
  readonly #shown: ProgramListeners<AppShowEvent>;
  readonly #hidden: ProgramListeners<AppHideEvent>;

  constructor(engine: Engine) {
    this.#shown = new ProgramListeners(engine, 'onAppShow');
    this.#hidden = new ProgramListeners(engine, 'onAppHide');
    engine.events.on('lifecycle', ({ state }) => {
      if (state === 'foreground') this.#shown.emit(appShow());
      else if (state === 'background') this.#hidden.emit({});
    });
  }

  get api() {
    const [shown, hidden] = [this.#shown, this.#hidden];
    return {
      onAppShow: (listener: (event: AppShowEvent) => void) => shown.add(listener),
      offAppShow: (listener?: (event: never) => void) => shown.remove(listener),
      onAppHide: (listener: (event: AppHideEvent) => void) => hidden.add(listener),
      offAppHide: (listener?: (event: never) => void) => hidden.remove(listener),
    };
  }
}

/** A network knows of no pages and of nobody who opened the program. */
function appShow(): AppShowEvent {
  return {
    path: '',
    query: {},
    scene: 1001,
    shareTicket: '',
    referrerInfo: { appId: '', extraData: {} },
    apiCategory: 'default',
    forwardMaterials: [],
    hostExtraData: { host_scene: '' },
  };
}
