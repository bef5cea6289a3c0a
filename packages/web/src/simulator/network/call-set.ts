import { type Entry, rowOf } from '@minigate/runtime/inspector';
import type { SimulatedCall } from '@minigate/runtime/simulator/protocol';
import { type Call, callOf } from '../model/call.ts';

/** Calls of a HAR file, beside those of the running program. They do not change. */
export interface CallSet {
  /** The file's name. */
  readonly name: string;
  readonly calls: readonly Call[];
  readonly entries: ReadonlyMap<string, Entry>;
  /** What was passed over in the file, one sentence each. */
  readonly warnings: readonly string[];
}

/** Calls of a file belong to no run of the program. */
const runOfFile = 0;

export function callSetOf(name: string, read: readonly Entry[], warnings: readonly string[]): CallSet {
  const pairs = read.map((entry) => ({
    entry,
    call: callOf(runOfFile, { ...rowOf(entry), ...knownOf(entry) }),
  }));
  return {
    name,
    calls: pairs.map(({ call }) => call),
    entries: new Map(pairs.map(({ entry, call }) => [call.key, entry])),
    warnings,
  };
}

/** What a simulator tells beside the row. */
function knownOf({ source, hops }: Entry): Pick<SimulatedCall, 'source' | 'mock'> {
  const mock = hops.findLast((hop) => hop.mock !== undefined)?.mock;
  return { ...(source !== undefined && { source }), ...(mock !== undefined && { mock }) };
}
