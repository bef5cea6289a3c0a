import { denialsOf, type Entry, type EntryHop } from '../protocol.ts';
import { exactOf } from './exact.ts';
import type { HarDetail } from './format.ts';

/** What HAR has no field for: the judgement of the hop, and at the last hop the ending of the call. */
export function detailOf(entry: Entry, hop: EntryHop, last: boolean, secrets: boolean): HarDetail {
  return {
    call: entry.id,
    hop: hop.hop,
    api: entry.api,
    ...(entry.source !== undefined && { source: entry.source }),
    url: hop.url,
    ...judgementOf(entry, hop),
    ...addressOf(hop),
    ...accelerationOf(hop),
    ...(hop.mock !== undefined && { mock: hop.mock }),
    ...(hop.hop === 0 ? { waited: entry.waited } : undefined),
    ...(last ? endingOf(entry) : undefined),
    exact: exactOf(entry, hop, last, secrets),
  };
}

function judgementOf(entry: Entry, hop: EntryHop): Partial<HarDetail> {
  const waived = denialsOf({ ...entry, hops: [hop] }).some(({ enforced }) => !enforced);
  const mark: Partial<HarDetail> = waived ? { wouldFailOutsideDebugging: true } : {};
  if (hop.decision === undefined) return mark;
  const { verdict, enforced, reason, message, suggestion, nearest } = hop.decision;
  return { verdict, enforced, reason, message, suggestion, nearest: nearest?.text, ...mark };
}

function addressOf({ address: dialled }: EntryHop): Partial<HarDetail> {
  if (dialled === undefined) return {};
  const { address, port, addressClass, verdict, enforced } = dialled;
  return { address: { address, port, class: addressClass, verdict, enforced } };
}

function accelerationOf({ acceleration }: EntryHop): Partial<HarDetail> {
  if (acceleration === undefined) return {};
  return { acceleration: { ...acceleration, attempts: acceleration.attempts.map((one) => ({ ...one })) } };
}

function endingOf({ outcome, errMsg, error, reading, profile, socket }: Entry): Partial<HarDetail> {
  return {
    outcome: outcome ?? 'unfinished',
    errMsg,
    ...(error && { errno: error.errno, code: error.code, detail: error.detail, fix: error.fix }),
    ...(reading && {
      charset: reading.charset,
      byteOrderMarkRemoved: reading.byteOrderMarkRemoved,
      replaced: reading.replaced,
    }),
    ...(profile && { profile: { ...profile } }),
    ...(socket && {
      socket: {
        sent: { ...socket.sent },
        received: { ...socket.received },
        ...(socket.close && { code: socket.close.code, closeReason: socket.close.reason }),
      },
    }),
  };
}
