import type { NetworkErrorCode } from '@minigate/network';
import type { Call } from './call.ts';

/** What the column `status` says of a call. */
export type CallStatus =
  /** It waits for a slot. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'pending'; readonly status?: number }
  /** A socket that is open. */
  | { readonly kind: 'open' }
  | { readonly kind: 'answered'; readonly status: number }
  /** A rule kept it from being made, or from going on to where a redirect leads. */
  | { readonly kind: 'refused' }
  /** The background ended it, or kept it from beginning. Rule 11. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly code: NetworkErrorCode | undefined }
  /** A success without an HTTP status: a mock, or a kept answer. */
  | { readonly kind: 'done' };

export function statusOf({ row }: Call): CallStatus {
  if (row.socket?.open === true) return { kind: 'open' };
  if (row.state === 'waiting') return { kind: 'waiting' };
  if (row.state !== 'settled') {
    return { kind: 'pending', ...(row.status === undefined ? undefined : { status: row.status }) };
  }
  if (row.code === 'INTERRUPTED') return { kind: 'interrupted' };
  if (row.refused) return { kind: 'refused' };
  if (row.outcome === 'fail' && row.api !== 'connectSocket') return { kind: 'failed', code: row.code };
  if (row.code !== undefined) return { kind: 'failed', code: row.code };
  return row.status === undefined ? { kind: 'done' } : { kind: 'answered', status: row.status };
}

/** How a call ends that the program is told has failed. */
export const failures: readonly CallStatus['kind'][] = ['failed', 'refused', 'interrupted'];

export type Tone = 'calm' | 'good' | 'amber' | 'bad';

/** How a row is coloured. Amber: it would fail outside of debugging mode. Rule 8. */
export function toneOf(call: Call): Tone {
  if (call.row.wouldFail) return 'amber';
  const status = statusOf(call);
  if (failures.includes(status.kind)) return 'bad';
  if (status.kind === 'answered') return status.status >= 400 ? 'bad' : 'good';
  return 'calm';
}
