import { setImmediate as inNextTurn } from 'node:timers';
import type { Failure } from './call-shape.ts';
import type { Engine } from './engine.ts';
import { NetworkError, type PlatformCall, toFailure } from './errors.ts';
import { readCallbacks } from './options.ts';
import type { Answer } from './platform-api.ts';

type Ending<R> = { readonly ok: true; readonly result: R } | { readonly ok: false; readonly result: Failure };

/**
 * A call of the platform that is no transfer: it has no task object and takes no slot. Its work begins before
 * this returns; it ends in a later turn with `success` or `fail`, then `complete` with the same object. Where
 * the program gave none of the three, the answer is a promise of that object. Nothing is thrown. Rule 14.
 */
export function platformCall<O, R>(
  engine: Engine,
  name: PlatformCall,
  options: O | undefined,
  run: () => R | Promise<R>,
): Answer<O, R>;
export function platformCall<R>(
  engine: Engine,
  name: PlatformCall,
  options: unknown,
  run: () => R | Promise<R>,
): Promise<R> | undefined {
  const { success, fail, complete } = readCallbacks(options);
  const ending = ended(name, run);
  if (success === undefined && fail === undefined && complete === undefined) {
    return ending.then(({ ok, result }) => (ok ? result : rejected(result)));
  }
  const call = (callback: string, given: ((result: unknown) => unknown) | undefined, result: unknown) => {
    try {
      given?.(result);
    } catch (error) {
      engine.reportCallbackError({ id: 0, api: name }, callback, error);
    }
  };
  void ending.then(({ ok, result }) => {
    call(ok ? 'success' : 'fail', ok ? success : fail, result);
    call('complete', complete, result);
  });
  return undefined;
}

async function ended<R>(name: PlatformCall, run: () => R | Promise<R>): Promise<Ending<R>> {
  try {
    const result = await run();
    await nextTurn();
    return { ok: true, result };
  } catch (error) {
    await nextTurn();
    const cause = error instanceof NetworkError ? error : new NetworkError('INTERNAL', { cause: error });
    const { errMsg, errno } = toFailure(name, cause);
    return { ok: false, result: { errMsg, errno } };
  }
}

/** A program may repeat a call in its own callback for ever: the event loop has its turn in between. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    inNextTurn(resolve);
  });
}

/** What a program catches is the object that `fail` would have got. */
function rejected(failure: Failure): Promise<never> {
  return Promise.reject(failure);
}
