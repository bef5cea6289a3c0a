import type { Api } from '@minigate/policy';
import type { NetworkErrorCode } from '@minigate/network';
import { type Phases, phasesOf } from './phase-spans.ts';
import {
  type Entry,
  type EntryHop,
  type EntryState,
  isRefused,
  wouldFailOutsideDebugging,
} from './protocol.ts';

/**
 * What one line of a network panel shows of a call. Moments are milliseconds since the epoch, spans milliseconds,
 * sizes bytes.
 */
export interface CallRow {
  readonly id: number;
  readonly api: Api;
  /** As the program wrote it. */
  readonly url: string;
  readonly method: string;
  readonly state: EntryState;
  readonly outcome?: 'success' | 'fail';
  /** Of the last hop that was answered. */
  readonly status?: number;
  readonly errMsg?: string;
  readonly code?: NetworkErrorCode;
  /** A rule ended the call. */
  readonly refused: boolean;
  /** It went through because of debugging mode only. Rule 8. */
  readonly wouldFail: boolean;
  /** Of the answer, without its parameters, in lower case. */
  readonly mimeType?: string;
  /** Of the answer's body after content decoding, or of what a socket received. */
  readonly bytes: number;
  readonly calledAt: number;
  readonly settledAt?: number;
  readonly phases: Phases;
  readonly redirects: number;
  readonly protocol?: 'http1.1' | 'h2';
  /** The last hop went over a connection that was there already. */
  readonly reused: boolean;
  readonly socket?: { readonly sent: number; readonly received: number; readonly open: boolean };
}

/**
 * The line of one call.
 *
 * @example
 * recorder.watch((entry) => show(rowOf(entry)));
 */
export function rowOf(entry: Entry): CallRow {
  const { id, api, url, method, state, outcome, errMsg, error, bodyBytes, calledAt, settledAt, hops } = entry;
  const last = hops.at(-1);
  const answered = hops.findLast(({ response }) => response !== undefined);
  const mimeType = answered === undefined ? undefined : mimeTypeOf(answered);
  return {
    id,
    api,
    url,
    method,
    state,
    ...(outcome === undefined ? undefined : { outcome }),
    ...(answered?.response === undefined
      ? undefined
      : { status: answered.response.status, protocol: answered.response.protocol }),
    ...(errMsg === undefined ? undefined : { errMsg }),
    ...(error === undefined ? undefined : { code: error.code }),
    refused: isRefused(entry),
    wouldFail: wouldFailOutsideDebugging(entry),
    ...(mimeType === undefined ? undefined : { mimeType }),
    bytes: bodyBytes,
    calledAt,
    ...(settledAt === undefined ? undefined : { settledAt }),
    phases: phasesOf(entry),
    redirects: Math.max(0, hops.length - 1),
    reused: last?.timing?.reused ?? false,
    ...socketOf(entry),
  };
}

function mimeTypeOf({ response }: EntryHop): string | undefined {
  const line = response?.headers.lines.find(([name]) => name.toLowerCase() === 'content-type');
  const type = line?.[1].split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

function socketOf({ socket, state }: Entry): Pick<CallRow, 'socket'> {
  if (socket === undefined) return {};
  const { sent, received, openedAt } = socket;
  const open = openedAt !== undefined && state !== 'settled';
  return { socket: { sent: sent.messages, received: received.messages, open } };
}
