import type { Check, Diagnosis } from '@minigate/network/diagnose';
import { describe, expect, it } from 'vitest';
import { toPhases } from '../../../src/console/programs/settings/domain-check/phases.ts';
import { writeReport } from '../../../src/console/programs/settings/domain-check/report-text.ts';

const check = (id: Check['id'], outcome: Check['outcome'] = 'ok', more: Partial<Check> = {}): Check => ({
  id,
  outcome,
  sentence: `${id} is ${outcome}.`,
  ...more,
});
const outcomes = (checks: readonly Check[]) =>
  Object.fromEntries(toPhases(checks).map(({ name, outcome }) => [name, outcome]));

describe('the phases of an examination', () => {
  it('have the worst outcome of their checks', () => {
    const { tls, http } = outcomes([
      check('tls'),
      check('tls-versions', 'warning'),
      check('forward-secrecy', 'note'),
      check('http', 'failure'),
      check('redirects'),
    ]);
    expect([tls, http]).toEqual(['warning', 'failure']);
  });

  it('count as passed without a word where a later one was reached', () => {
    expect(outcomes([check('server-domain'), check('tls'), check('certificate-chain')])).toEqual({
      verdict: 'ok',
      name: 'passed',
      address: 'passed',
      connection: 'passed',
      tls: 'ok',
      certificate: 'ok',
      http: 'silent',
    });
  });

  it('stay silent behind the one that failed', () => {
    expect(outcomes([check('server-domain'), check('connect', 'failure')])).toMatchObject({
      name: 'passed',
      connection: 'failure',
      tls: 'silent',
      http: 'silent',
    });
    expect(outcomes([check('name', 'failure')])).toMatchObject({ name: 'failure', address: 'silent' });
  });
});

describe('the report that is copied', () => {
  it('is plain text in which nothing of the server hides or breaks a line', () => {
    const diagnosis: Diagnosis = {
      format: 1,
      target: 'https://a.example.com',
      api: 'request',
      disclosure: 'coarse',
      startedAt: 0,
      outcome: 'warning',
      failures: [],
      checks: [
        check('certificate-name', 'warning', {
          sentence: 'It is for "x\u001b[2J\n\u202e".',
          fix: 'Renew it.',
        }),
      ],
      addresses: [],
      certificates: [],
      hops: [],
      times: {},
      platforms: [{ platform: 'ios', verdict: 'fails', why: ['certificate-name'] }],
    };
    expect(writeReport(diagnosis).split('\n')).toEqual([
      'https://a.example.com, called by request, 1970-01-01T00:00:00.000Z: warning',
      '',
      String.raw`[warning] certificate-name: It is for "x\u{1b}[2J\u{a}\u{202e}".`,
      '    Renew it.',
      '',
      'ios: fails (certificate-name)',
      '',
    ]);
  });
});
