import type { Diagnosis } from '@minigate/network/diagnose';
import { visible } from '../../../../ui/visible-text.ts';

const signs = { ok: 'ok', note: 'note', warning: 'warning', failure: 'FAILURE' } as const;

/** A diagnosis as plain text, for a ticket or a mail. */
export function writeReport({ target, api, startedAt, outcome, checks, platforms }: Diagnosis): string {
  const lines = checks.flatMap(({ id, outcome: found, sentence, fix }) => [
    `[${signs[found]}] ${id}: ${sentence}`,
    ...(fix === undefined ? [] : [`    ${fix}`]),
  ]);
  const judged = platforms.map(({ platform, verdict, why }) => {
    return `${platform}: ${verdict}${why.length === 0 ? '' : ` (${why.join(', ')})`}`;
  });
  return [
    `${target}, called by ${api}, ${new Date(startedAt).toISOString()}: ${signs[outcome]}`,
    '',
    ...lines,
    '',
    ...judged,
    '',
  ]
    .map(visible)
    .join('\n');
}
