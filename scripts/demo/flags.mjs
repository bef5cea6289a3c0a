import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../step.mjs';

/** Where the demo listens, if nobody else does. */
export const PLATFORM_PORT = 7300;
export const SIMULATOR_PORT = 7301;

/**
 * The flags of the demo, checked.
 *
 * @param {string[]} args
 * @returns {{ data: string, platformPort: number, simulatorPort: number }}
 */
export function readDemoFlags(args) {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: join(root, '.minigate-demo') },
      'platform-port': { type: 'string', default: String(PLATFORM_PORT) },
      'simulator-port': { type: 'string', default: String(SIMULATOR_PORT) },
    },
  });
  const port = (name) => {
    if (/^\d{1,5}$/.test(values[name]) && Number(values[name]) < 65_536) return Number(values[name]);
    throw new TypeError(`--${name} must be a port, or 0 for a free one.`);
  };
  return { data: values.data, platformPort: port('platform-port'), simulatorPort: port('simulator-port') };
}
