import { detailOf } from './har/detail.ts';
import { droppedComment } from './har/dropped.ts';
import type { Har, HarEntry } from './har/format.ts';
import { socketOf } from './har/socket.ts';
import { redactUrls } from './har/redact.ts';
import { harRequest, harResponse } from './har/message.ts';
import { timingsOf, totalOf } from './har/timings.ts';
import type { Entry, EntryHop } from './protocol.ts';

export interface HarOptions {
  /** What wrote the file. */
  readonly creator: { readonly name: string; readonly version: string };
  /**
   * Keep credentials: what `Authorization`, `Cookie`, `Set-Cookie`, `X-Api-Key` and the like say, and parameters of a URL
   * such as `access_token`. Default: they are redacted, by their names.
   */
  readonly secrets?: boolean;
  /** How many earlier calls are missing. */
  readonly dropped?: number;
}

/**
 * The calls as a HAR 1.2 log, one HAR entry for each hop. A call that was refused, or that no server
 * answered, has status 0, `_error` with its `errMsg`, and `_minigate` with the decision and the fix.
 * Source: http://www.softwareishard.com/blog/har-12-spec/.
 *
 * @example
 * const har = toHar(recorder.entries, { creator: { name: 'my tests', version: '1.0.0' } });
 * await writeFile('calls.har', JSON.stringify(har, null, 2));
 */
export function toHar(entries: readonly Entry[], { creator, secrets = false, dropped = 0 }: HarOptions): Har {
  return {
    log: {
      version: '1.2',
      creator: { name: creator.name, version: creator.version },
      entries: entries.flatMap((entry) => harEntries(secrets ? entry : redactUrls(entry), secrets)),
      ...(dropped === 0 ? undefined : { comment: droppedComment(dropped) }),
    },
  };
}

function harEntries(entry: Entry, secrets: boolean): HarEntry[] {
  const hops: readonly EntryHop[] = entry.hops.length > 0 ? entry.hops : [{ hop: 0, url: entry.url }];
  const ending = entry.settledAt ?? latestMoment(entry);
  const starts = hops.map((hop, index) => (index === 0 ? entry.calledAt : (hop.request?.time ?? ending)));
  return hops.map((hop, index) => {
    const start = starts[index] ?? entry.calledAt;
    const last = index === hops.length - 1;
    const timings = timingsOf(hop, start, starts[index + 1] ?? ending);
    return {
      startedDateTime: new Date(start).toISOString(),
      time: totalOf(timings),
      request: harRequest(entry, hop, secrets),
      response: harResponse(entry, hop, last, secrets),
      cache: {},
      timings,
      ...serverAddress(hop),
      ...socketOf(entry),
      _minigate: detailOf(entry, hop, last, secrets),
    };
  });
}

/** Where a call that has not ended had come to. */
function latestMoment({ calledAt, hops, socket }: Entry): number {
  const message = socket?.messages.at(-1)?.time ?? 0;
  return Math.max(
    calledAt,
    message,
    ...hops.map(({ request, response }) => response?.time ?? request?.time ?? 0),
  );
}

function serverAddress({ timing, address }: EntryHop): { serverIPAddress?: string } {
  const found = timing?.peerAddress || address?.address;
  return found ? { serverIPAddress: found.replace(/%.*$/, '') } : {};
}
