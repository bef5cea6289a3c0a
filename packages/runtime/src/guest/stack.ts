import { NativeError, slice } from './primordials.ts';

/** The stack of whoever called; the host finds the program's own file in it. Empty where there is none. */
export function stackHere(): string {
  const { stack } = new NativeError('');
  return typeof stack === 'string' ? slice(stack, 0, 2000) : '';
}
