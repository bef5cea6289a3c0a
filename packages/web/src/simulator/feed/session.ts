import { type LetIn, routes } from '@minigate/runtime/simulator/protocol';
import { ask } from './ask.ts';
import { keepPageKey } from './page-key.ts';
import { SimulatorProblem } from './simulator-problem.ts';

/**
 * Takes the token out of the address, so that it stays in no history and is seen by nobody who looks over a
 * shoulder. Has to come before anything else that reads or shows the address.
 */
export function takeToken(page: Pick<Window, 'location' | 'history'>): string | undefined {
  const { hash, pathname, search } = page.location;
  const token = /^#(?:.*&)?token=([^&]+)/.exec(hash)?.[1];
  if (token === undefined) return undefined;
  page.history.replaceState(null, '', `${pathname}${search}`);
  return token;
}

/**
 * Makes a cookie and a key of the token. Once: it holds no second time. Where it does not hold, those of before may;
 * the feed finds out.
 */
export async function beginSession(token: string | undefined): Promise<void> {
  if (token === undefined) return;
  try {
    const { key } = await ask<LetIn>('POST', routes.session, { token });
    if (key !== undefined) keepPageKey(key);
  } catch (problem) {
    if (!(problem instanceof SimulatorProblem)) throw problem;
  }
}

/** Takes tokens that come later: an address that is opened in the same tab, and differs behind `#` alone, loads nothing. */
export function watchForTokens(page: Window, onToken: (token: string) => void): void {
  page.addEventListener('hashchange', () => {
    const token = takeToken(page);
    if (token !== undefined) onToken(token);
  });
}
