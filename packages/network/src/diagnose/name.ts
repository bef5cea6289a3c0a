import { isIP } from 'node:net';
import type { Target } from '@minigate/policy';
import type { Budget } from './budget.ts';
import { clip } from './clip.ts';
import type { Findings } from './findings.ts';
import type { DiagnoseTerms } from './options.ts';

/** Where a host name leads. */
export interface Named {
  readonly addresses: readonly string[];
  /** Somebody said so; it was not looked up. */
  readonly given: boolean;
  /** Milliseconds; absent where nothing was looked up. */
  readonly time?: number;
}

/** Looks the name up, once for all connections of a diagnosis. Gives nothing where there is no address. */
export async function findAddresses(
  { hostname }: Target,
  { overrides, lookup }: DiagnoseTerms,
  budget: Budget,
  findings: Findings,
): Promise<Named | undefined> {
  if (isIP(hostname) !== 0) {
    findings.note('name', 'The host is written as an address; no name is looked up.');
    return { addresses: [hostname], given: false };
  }
  const override = overrides.get(hostname);
  if (override !== undefined) {
    findings.note('name', 'The name was not looked up: its address was given.');
    return { addresses: [override.address], given: true };
  }
  const start = performance.now();
  const answer = await withTime(lookup(hostname), budget.phase);
  const time = performance.now() - start;
  if (answer === 'late') {
    findings.fail('name', {
      failure: 'timed-out',
      sentence: `The name "${hostname}" was looked up without an answer in time.`,
      fix: 'Check the name servers of the domain: one of them may not answer.',
    });
    return undefined;
  }
  if (answer instanceof Error || answer.length === 0 || answer.some((address) => isIP(address) === 0)) {
    findings.fail('name', {
      failure: 'name-not-found',
      sentence: `The name "${hostname}" has no address${answer instanceof Error ? ` (${reasonOf(answer)})` : ''}.`,
      fix: 'Check its spelling and its DNS records.',
    });
    return undefined;
  }
  const count = answer.length === 1 ? 'an address' : `${answer.length} addresses`;
  findings.ok('name', `The name has ${count}.`);
  return { addresses: answer, given: false, time };
}

function reasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : clip(error.message);
}

/** The answer, the error instead of it, or that neither came in time. */
async function withTime<T>(promise: Promise<T>, time: number): Promise<T | Error | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), time);
  });
  const caught = promise.catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  try {
    return await Promise.race([caught, late]);
  } finally {
    clearTimeout(timer);
  }
}
