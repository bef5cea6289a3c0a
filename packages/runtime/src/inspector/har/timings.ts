import type { HarTimings } from './format.ts';
import type { EntryHop } from '../protocol.ts';

/**
 * Where the time of a hop went, from `start` to `end` in milliseconds since the epoch. What no phase
 * accounts for is `blocked`: the queue, waiting for a connection. `send`, `wait` and `receive` may not be
 * unknown in HAR 1.2, so they are 0 where they did not happen.
 */
export function timingsOf({ timing }: EntryHop, start: number, end: number): HarTimings {
  const total = Math.max(0, end - start);
  if (timing === undefined) {
    return { blocked: rounded(total), dns: -1, connect: -1, ssl: -1, send: 0, wait: 0, receive: 0 };
  }
  const span = (from: number, to: number): number =>
    from === 0 ? -1 : Math.max(0, (to === 0 ? end : to) - from);
  const dns = span(timing.lookupStart, timing.lookupEnd);
  const secured = timing.tlsStart === 0 ? timing.connectEnd : timing.tlsEnd;
  const connect = span(timing.connectStart, secured);
  const ssl = span(timing.tlsStart, timing.tlsEnd);
  const send = Math.max(0, span(timing.requestStart, timing.requestEnd));
  const wait = Math.max(0, span(timing.requestEnd, timing.responseStart));
  const receive = Math.max(0, span(timing.responseStart, timing.responseEnd));
  const busy = Math.max(0, dns) + Math.max(0, connect) + send + wait + receive;
  const blocked = Math.max(0, total - busy);
  return {
    blocked: rounded(blocked),
    dns: rounded(dns),
    connect: rounded(connect),
    ssl: rounded(ssl),
    send: rounded(send),
    wait: rounded(wait),
    receive: rounded(receive),
  };
}

/** The time of a hop as HAR wants it: the sum of its timings, without `ssl`, which is in `connect`. */
export function totalOf({ blocked, dns, connect, send, wait, receive }: HarTimings): number {
  return rounded(
    [blocked, dns, connect, send, wait, receive].reduce((sum, part) => sum + Math.max(0, part), 0),
  );
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
