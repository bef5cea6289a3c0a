import { ExtraBudget } from './budget.ts';
import { choiceLimits } from './limits.ts';

/**
 * What is made beside the calls of one program. It outlasts the policy and the network of the device: whoever changes
 * them often gets no more of it.
 */
export class Extras {
  readonly requests = new ExtraBudget({
    share: choiceLimits.extraRequests,
    most: choiceLimits.savedRequests,
    first: choiceLimits.firstRequests,
  });
  readonly connections = new ExtraBudget({
    share: choiceLimits.extraConnections,
    most: choiceLimits.savedConnections,
    first: choiceLimits.firstConnections,
  });
  /** When the last probe began, on the clock of whoever makes them; `undefined` where none did. Milliseconds. */
  probedAt: number | undefined;
}
