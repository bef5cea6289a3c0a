import { routes } from '@minigate/runtime/simulator/protocol';
import { ask } from './ask.ts';
import type { FeedSurroundings } from './feed-client.ts';
import { SimulatorProblem } from './simulator-problem.ts';

/** A page that nobody sees is not drawn; it takes what comes at this distance, in milliseconds. */
const unseenFrame = 500;

/** The feed's surroundings in a browser. */
export const browserSurroundings: FeedSurroundings = {
  open: (path, query) =>
    new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}${path}${query}`),
  nextFrame(callback) {
    const perform = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      callback();
    };
    const timer = setTimeout(perform, unseenFrame);
    const frame = requestAnimationFrame(perform);
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
