import { networkErrors, policyFeedFaults } from '@minigate/network';
import { issueTable, reasons, signedPolicyFaults } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { apiErrors } from '../../packages/platform/src/errors.ts';
import { readTables } from './tables.ts';

const tables = readTables('errors.md');

function reasonsOf(kind: 'allowed' | 'malformed' | 'refused') {
  return Object.entries(reasons).filter(([, row]) => row.kind === kind);
}

describe('docs/errors.md has exactly the rows of the code, in its order and words', () => {
  it('for NetworkError', () => {
    expect(tables.get('A call fails')).toEqual(
      Object.entries(networkErrors).map(([code, { errno, text, fault, fix }]) => [
        ...[code, String(errno), text, fault, fix],
      ]),
    );
  });

  it.each([
    ['Allowed', 'allowed'],
    ['Malformed', 'malformed'],
  ] as const)('for the reasons of a decision: %s', (heading, kind) => {
    expect(tables.get(heading)).toEqual(
      reasonsOf(kind).map(([code, { rule, sentence, fix }]) => [code, String(rule), sentence, fix]),
    );
  });

  it('for the reasons of a decision: Refused', () => {
    expect(tables.get('Refused')).toEqual(
      reasonsOf('refused').map(([code, { rule, waived, sentence, fix }]) => [
        ...[code, String(rule), waived ? 'reported' : 'refused too', sentence, fix],
      ]),
    );
  });

  it('for PolicyIssue', () => {
    expect(tables.get('A policy document has a fault')).toEqual(
      Object.entries(issueTable).map(([code, { sentence, fix }]) => [code, sentence, fix]),
    );
  });

  it('for SignedPolicyFault', () => {
    expect(tables.get('A signed policy is not taken')).toEqual(
      Object.entries(signedPolicyFaults).map(([code, { sentence, fix }]) => [code, sentence, fix]),
    );
  });

  it('for PolicyFeedFault', () => {
    expect(tables.get('A policy feed gets no newer policy')).toEqual(
      Object.entries(policyFeedFaults).map(([code, { sentence, fix }]) => [code, sentence, fix]),
    );
  });

  it('for ApiError', () => {
    expect(tables.get("Of the platform's API")).toEqual(
      Object.entries(apiErrors).map(([code, { status, sentence, fix }]) => [
        ...[code, String(status), sentence, fix],
      ]),
    );
  });

  it('and no table beside these', () => {
    expect([...tables.keys()]).toEqual([
      'A call fails',
      'Allowed',
      'Malformed',
      'Refused',
      'A policy document has a fault',
      'A signed policy is not taken',
      'A policy feed gets no newer policy',
      "Of the platform's API",
    ]);
  });
});
