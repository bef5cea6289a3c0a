import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../src/index.ts';

/** Edits between two texts where neighbours may be swapped, by the textbook: optimal string alignment. */
function distance(left: string, right: string): number {
  const rows = Array.from({ length: left.length + 1 }, (_row, i) =>
    Array.from({ length: right.length + 1 }, (_cell, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= left.length; i += 1) {
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) least = Math.min(least, at(i - 2, j - 2) + 1);
      const row = rows[i];
      if (row !== undefined) row[j] = least;
    }
  }
  return at(left.length, right.length);
}

/** What the nearest entry is by its definition, entry by entry. Rule 1. */
function nearestOf(hosts: readonly string[], host: string): string | undefined {
  const parents = hosts.filter((entry) => host.endsWith(`.${entry}`));
  const parent = parents.toSorted((left, right) => right.length - left.length)[0];
  const child = hosts.find((entry) => entry.endsWith(`.${host}`));
  const edits = hosts.map((entry) => distance(entry, host));
  const least = Math.min(...edits);
  return parent ?? child ?? (least <= 2 ? hosts[edits.indexOf(least)] : undefined);
}

describe('the nearest entry to a host that is not configured', () => {
  const label = fc.string({ unit: fc.constantFrom(...'ab1-m'), minLength: 1, maxLength: 4 });
  const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.com`);

  it('is the closest parent, else the first name under it, else the first with the fewest slips of the pen', () => {
    const found = { count: 0 };
    fc.assert(
      fc.property(fc.uniqueArray(host, { maxLength: 30 }), host, (hosts, called) => {
        fc.pre(!hosts.includes(called));
        const serverDomains = hosts.map((name) => `https://${name}`);
        const document = { appId: 'demo', version: 1, serverDomains };
        const { reason, nearest, suggestion } = decide(document, 'request', `https://${called}/`);
        const expected = nearestOf(hosts, called);
        expect(reason).toBe(hosts.length === 0 ? 'NO_SERVER_DOMAINS' : 'HOST_NOT_LISTED');
        expect(nearest?.hostname).toBe(expected);
        expect(suggestion?.includes('The entry') || suggestion?.includes('meant')).toBe(
          expected !== undefined,
        );
        if (expected !== undefined) found.count += 1;
      }),
      { numRuns: 3000 },
    );
    expect(found.count).toBeGreaterThan(300);
  });
});
