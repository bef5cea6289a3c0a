import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { toHar, type HarOptions } from '../inspector/har.ts';
import type { KeptCall } from './call-log.ts';

/**
 * Writes a HAR file call by call: ten thousand of them, with their bodies, are never one text, and others are served
 * meanwhile.
 */
export async function writeHar(
  response: ServerResponse,
  calls: readonly KeptCall[],
  options: HarOptions,
): Promise<void> {
  const { version, creator, comment } = toHar([], options).log;
  const head = JSON.stringify({ log: { version, creator, comment } });
  response.write(`${head.slice(0, -2)},"entries":[`);
  let separator = '';
  for (const { entry } of calls) {
    if (response.destroyed) return;
    for (const harEntry of toHar([entry], options).log.entries) {
      const fits = response.write(`${separator}${JSON.stringify(harEntry)}`);
      separator = ',';
      if (!fits) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    await setImmediate();
  }
  response.end(']}}\n');
}
