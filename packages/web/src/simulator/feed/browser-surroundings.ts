import { routes } from '@minigate/runtime/simulator/protocol';
import { ask } from './ask.ts';
import type { FeedSurroundings } from './feed-client.ts';
import { pageKey } from './page-key.ts';
import { SimulatorProblem } from './simulator-problem.ts';

/** A page that nobody sees is not drawn; it takes what comes at this distance, in milliseconds. */
const unseenFrame = 500;

/**
 * Between two of them the page has as long for what is typed, clicked and scrolled as the one before took to draw, and at
 * least so many milliseconds: a flood on a slow machine takes half of its time and no more.
 */
const leastRest = 20;

let restsUntil = 0;

/** The feed's surroundings in a browser. */
export const browserSurroundings: FeedSurroundings = {
  open(path, query) {
    const key = pageKey();
    const address = `${location.protocol.replace('http', 'ws')}//${location.host}${path}${query}`;
    return new WebSocket(address, key === undefined ? [] : [key]);
  },
  nextFrame(callback) {
    let frame = 0;
    const perform = () => {
      clearTimeout(timer);
      clearTimeout(unseen);
      cancelAnimationFrame(frame);
      const began = performance.now();
      callback();
      // Comes when the frame is drawn.
      setTimeout(() => {
        const drawn = performance.now();
        restsUntil = drawn + Math.max(leastRest, drawn - began);
      });
    };
    const wait = Math.max(0, restsUntil - performance.now());
    const timer = setTimeout(() => {
      frame = requestAnimationFrame(perform);
    }, wait);
    const unseen = setTimeout(perform, unseenFrame);
  },
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  now: () => Date.now(),
  async isKnown() {
    try {
      await ask('GET', routes.mocks);
      return true;
    } catch (problem) {
      if (!(problem instanceof SimulatorProblem) || problem.status === 0) return undefined;
      return problem.status !== 401;
    }
  },
};
