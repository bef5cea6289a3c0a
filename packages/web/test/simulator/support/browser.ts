import type { FeedMessage } from '@minigate/runtime/simulator/protocol';
import type { FeedSurroundings } from '../../../src/simulator/feed/feed-client.ts';

/** A browser in which sockets, frames and time go on when the test says so. */
export class Browser implements FeedSurroundings {
  readonly opened: string[] = [];
  readonly waits: number[] = [];
  known: boolean | undefined = true;
  #socket = new EventTarget();
  #frames: (() => void)[] = [];
  #timers: (() => void)[] = [];

  open(_path: string, query: string) {
    this.opened.push(query);
    this.#socket = new EventTarget();
    return Object.assign(this.#socket, { close: () => {} });
  }

  nextFrame(callback: () => void) {
    this.#frames.push(callback);
  }

  after(milliseconds: number, callback: () => void) {
    this.waits.push(milliseconds);
    this.#timers.push(callback);
    return () => {
      this.#timers = this.#timers.filter((timer) => timer !== callback);
    };
  }

  now = () => 1000;
  isKnown = () => Promise.resolve(this.known);

  tell(message: FeedMessage) {
    this.#socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  lose(code = 1006) {
    this.#socket.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  draw() {
    for (const frame of this.#frames.splice(0)) frame();
  }

  wait() {
    for (const timer of this.#timers.splice(0)) timer();
  }
}
