import { parseProxy } from '@minigate/network';
import { reasonOf, UsageError } from './usage-error.ts';

/**
 * `--proxy`, checked. The complaint does not quote the URL: it may hold a password.
 *
 * @throws UsageError if it names no proxy
 */
export function checkProxy(url: string | undefined): string | undefined {
  try {
    if (url !== undefined) parseProxy(url);
    return url;
  } catch (error) {
    throw new UsageError(`--proxy: ${reasonOf(error)}`);
  }
}
