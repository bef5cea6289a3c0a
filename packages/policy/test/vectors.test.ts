import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  decide,
  issueTable,
  judgeAddress,
  parseAddressRanges,
  parsePolicyDocument,
  parseServerDomain,
  reasons,
} from '../src/index.ts';
import { decisions, documents, entries, judgements, ranges } from './read-vectors.ts';

const label = ({ rule, title }: { rule: string; title: string }) => `rule ${rule}: ${title}`;
const labelled = <T extends { rule: string; title: string }>(vectors: readonly T[]) =>
  vectors.map((vector): [string, T] => [label(vector), vector]);

describe('a server domain:', () => {
  it.each(labelled(entries))('%s', (_, { entry, api, bannedHosts, text, issue, correction }) => {
    const options = { ...(api && { api }), ...(bannedHosts && { profile: { bannedHosts } }) };
    const result = parseServerDomain(entry, options);
    if (result.ok) {
      expect({ text: result.domain.text }).toEqual({ text });
      expect(parseServerDomain(result.domain.text, options)).toEqual(result);
    } else {
      const { code, correction: given, entry: concerned, message } = result.issue;
      expect({ code, correction: given }).toEqual({ code: issue, correction });
      expect(concerned).toBe(typeof entry === 'string' ? entry.slice(0, 256) : undefined);
      expect(message.startsWith(issueTable[code].sentence)).toBe(true);
      if (given !== undefined) expect(parseServerDomain(given, options).ok).toBe(true);
    }
  });
});

describe('a policy document:', () => {
  it.each(labelled(documents))('%s', (_, vector) => {
    const result = parsePolicyDocument(vector.document);
    const found = result.ok ? result.ignored : result.issues;
    expect(result.ok).toBe(vector.issues === undefined);
    expect(found).toHaveLength((vector.issues ?? vector.ignored ?? []).length);
    expect(found).toMatchObject(vector.issues ?? vector.ignored ?? []);
    if (!result.ok) return;
    if (vector.serverDomains !== undefined)
      expect(result.document.serverDomains).toEqual(vector.serverDomains);
    expect(result.document.bannedHosts).toEqual(vector.bannedHosts);
    expect(result.document.bannedOrigins).toEqual(vector.bannedOrigins);
    expect(result.document.acceleration).toEqual(vector.acceleration);
    expect(parsePolicyDocument(result.document)).toMatchObject({ ok: true, document: result.document });
  });
});

describe('a decision:', () => {
  it.each(labelled(decisions))('%s', (_, vector) => {
    const { serverDomains, bannedHosts, bannedOrigins, api = 'request', repeat } = vector;
    const { debugging, interfaces, base } = vector;
    const bans = { ...(bannedHosts && { bannedHosts }), ...(bannedOrigins && { bannedOrigins }) };
    const document = { appId: 'demo', version: 1, serverDomains, ...bans };
    const url =
      repeat === undefined ? vector.url : `${String(vector.url)}${repeat.text.repeat(repeat.times)}`;
    const context = { debugging, interfaces, base };
    const decision = decide(document, api, url, context);
    expect([decision.verdict, decision.reason]).toEqual([vector.verdict, vector.reason]);
    expect(decision.enforced).toBe(
      vector.enforced ?? (debugging !== true || !reasons[decision.reason].waived),
    );
    if (vector.nearest !== undefined) expect(decision.nearest?.text).toBe(vector.nearest);
    if (vector.suggestion !== undefined) expect(decision.suggestion).toContain(vector.suggestion);
    if (vector.target !== undefined)
      expect(decision.target).toEqual({ explicitPort: undefined, ...vector.target });
    expect(decision.message.startsWith(reasons[vector.reason].sentence)).toBe(true);
    expect(decide(document, api, url, context)).toEqual(decision);
  });
});

describe('an address:', () => {
  it.each(labelled(judgements))('%s', (_, { address, class: expected }) => {
    expect(judgeAddress(address)).toMatchObject({
      class: expected,
      globallyRoutable: expected === 'global',
      waived: !['linkLocal', 'metadata', 'invalid'].includes(expected),
    });
  });
});

describe('address ranges:', () => {
  it.each(labelled(ranges))('%s', (_, { ranges: texts, includes = [], excludes = [], issues }) => {
    const result = parseAddressRanges(texts);
    if (result.ok) {
      expect(issues).toBeUndefined();
      expect(includes.filter((address) => !result.ranges.includes(address))).toEqual([]);
      expect(excludes.filter((address) => result.ranges.includes(address))).toEqual([]);
    } else {
      expect(result.issues).toMatchObject(issues ?? []);
      expect(result.issues).toHaveLength(issues?.length ?? 0);
    }
  });
});

describe('the vectors', () => {
  it('show every reason of the table', () => {
    const shown = new Set<string>(decisions.map(({ reason }) => reason));
    expect(Object.keys(reasons).filter((reason) => !shown.has(reason))).toEqual([]);
  });

  it('show in debugging mode, for every reason against a URL, whether it is waived', () => {
    const debugged = decisions.filter(({ debugging }) => debugging === true);
    const shown = new Map<string, boolean | undefined>(debugged.map((one) => [one.reason, one.enforced]));
    const refusals = Object.entries(reasons).filter(([, { kind }]) => kind !== 'allowed');
    // A URL of that length does not fit into a line of vectors twice.
    const rest = refusals.filter(([code, { waived }]) => shown.get(code) !== !waived).map(([code]) => code);
    expect(rest).toEqual(['URL_TOO_LONG']);
  });

  it('show every issue of the table, except that no JSON can show what is no JSON', () => {
    const listed = [
      ...documents.flatMap(({ issues, ignored }) => issues ?? ignored ?? []),
      ...ranges.flatMap(({ issues }) => issues ?? []),
    ];
    const shown = new Set<string | undefined>([
      ...entries.map(({ issue }) => issue),
      ...listed.map(({ code }) => code),
    ]);
    expect(Object.keys(issueTable).filter((code) => !shown.has(code))).toEqual(['NOT_JSON']);
  });

  it('have titles that differ, and name rules that docs/rules.md has', () => {
    const all = [entries, documents, decisions, judgements, ranges];
    for (const vectors of all) {
      const labels = vectors.map(label);
      expect(labels.filter((one, index) => labels.indexOf(one) !== index)).toEqual([]);
    }
    const numbers = rulesOf(readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8'));
    const named = new Set(all.flat().map(({ rule }) => rule));
    expect([...named].filter((rule) => !numbers.has(rule))).toEqual([]);
  });
});

/** The numbers of rules and of their parts: `3` for `### 3. …`, `3.2` for the second point of its list. */
function rulesOf(page: string): Set<string> {
  const numbers = new Set<string>();
  let rule = '';
  for (const line of page.split('\n')) {
    const [, heading] = /^### (\d+)\. /.exec(line) ?? [];
    const [, point] = /^(\d+)\. /.exec(line) ?? [];
    if (heading !== undefined) rule = heading;
    if (heading !== undefined) numbers.add(heading);
    if (point !== undefined) numbers.add(`${rule}.${point}`);
  }
  return numbers;
}
