import { accelerationLimits, binance } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { choiceLimits } from '../../packages/network/src/acceleration/limits.ts';
import { diagnosisLimits } from '../../packages/network/src/diagnose/limits.ts';
import { networkLimits } from '../../packages/network/src/limits.ts';
import { policyFeedLimits } from '../../packages/network/src/policy-feed/limits.ts';
import { refusalLimits } from '../../packages/platform/src/audit/refusal-bounds.ts';
import { domainCheckLimits } from '../../packages/platform/src/diagnostics/limits.ts';
import { operatorLimits } from '../../packages/platform/src/platform-state/limits.ts';
import { longestUrl } from '../../packages/policy/src/endpoint.ts';
import { mostKeys } from '../../packages/policy/src/key-set.ts';
import { clockSkew } from '../../packages/policy/src/signature.ts';
import { longestSignedText } from '../../packages/policy/src/signed-text.ts';
import { bridgeLimits } from '../../packages/runtime/src/bridge/protocol.ts';
import { checkedLimits } from '../../packages/runtime/src/program-options.ts';
import { simulatorLimits } from '../../packages/runtime/src/simulator/limits.ts';
import { readTables } from './tables.ts';

const tables = readTables('limits.md');
const units: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, KiB: 1024, MiB: 1024 * 1024 };

/** A cell such as `32 MiB` as a number; any other text as it is. */
function readValue(cell: string): string | number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(?: (ms|s|KiB|MiB))?$/.exec(cell) ?? [];
  return digits === undefined ? cell : Number(digits) * (units[unit] ?? Number.NaN);
}

function listed(heading: string) {
  return Object.fromEntries(
    (tables.get(heading) ?? []).map(([name = '', value = '']) => [name, readValue(value)]),
  );
}

/** Every field of nested objects by its path; lists and flags as text. */
function flatten(value: object, prefix = ''): Record<string, string | number> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, field]: [string, unknown]) => {
      if (typeof field === 'number' || typeof field === 'string') return { [prefix + name]: field };
      if (typeof field === 'boolean') return { [prefix + name]: String(field) };
      if (Array.isArray(field)) return { [prefix + name]: field.join(', ') };
      return typeof field === 'object' && field !== null ? flatten(field, `${prefix}${name}.`) : {};
    }),
  ) as Record<string, string | number>;
}

describe('docs/limits.md has exactly the numbers of the code', () => {
  it('of the host profile `binance`', () => {
    expect(listed('Of the host')).toEqual(flatten(binance));
  });

  it('of a call', () => {
    expect(listed('Of a call')).toEqual({ longestUrl, ...networkLimits });
  });

  it('of the simulator', () => {
    expect(listed('Of the simulator')).toEqual(simulatorLimits);
  });

  it('of a signed policy', () => {
    expect(listed('Of a signed policy')).toEqual({
      longestSignedText,
      clockSkew,
      mostKeys,
      ...policyFeedLimits,
    });
  });

  it('of an acceleration policy', () => {
    expect(listed('Of an acceleration policy')).toEqual(accelerationLimits);
  });

  it('of the choice of a server', () => {
    expect(listed('Of the choice of a server')).toEqual(choiceLimits);
  });

  it('of the sandbox', () => {
    expect(listed('Of the sandbox')).toEqual({ ...checkedLimits({}), ...bridgeLimits });
  });

  it('of a diagnosis', () => {
    expect(listed('Of a diagnosis')).toEqual(diagnosisLimits);
  });

  it('of the platform', () => {
    expect(listed('Of the platform')).toEqual({
      ...operatorLimits,
      ...domainCheckLimits,
      ...refusalLimits,
    });
  });

  it('and says of each what it bounds', () => {
    const rows = [...tables.values()].flat();
    expect(rows.filter(([, , what]) => !what).map(([name]) => name)).toEqual(['name']);
  });
});
