import { createHash } from 'node:crypto';

/** A document is signed anew when this part of its lifetime is over. */
const part = 7;

/** When a policy document is issued, until when that stays so, and when it expires. */
export interface IssueTime {
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** From then on it is issued anew. */
  readonly renewedAt: number;
}

/**
 * The times of a policy document. They follow from what all replicas know, so each of them signs the same bytes; and
 * the periods of two programs begin at different times, so that not all documents are renewed at once.
 *
 * @param changedAt when anything that the document shows last changed
 * @param lifetime milliseconds
 */
export function issueTime(
  { appId, changedAt, lifetime }: { appId: string; changedAt: number; lifetime: number },
  now: number,
): IssueTime {
  const period = Math.floor(lifetime / part);
  const shift = createHash('sha256').update(appId).digest().readUInt32BE() % period;
  const begun = now - ((now - shift) % period);
  const issuedAt = Math.max(changedAt, begun);
  return { issuedAt, expiresAt: issuedAt + lifetime, renewedAt: begun + period };
}
