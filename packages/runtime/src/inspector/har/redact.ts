import type { Entry, EntryHop, RecordedHeaders } from '../protocol.ts';
import { redactUrl, redactUrlsIn, redactUrlsOf } from './credentials.ts';

/** The call without the credentials in its URLs: where it went, what led on from there, and what was said of it. */
export function redactUrls(entry: Entry): Entry {
  const { url, hops, errMsg, error } = entry;
  return {
    ...entry,
    url: redactUrl(url),
    hops: hops.map(redactHop),
    ...(errMsg !== undefined && { errMsg: redactUrlsIn(errMsg) }),
    ...(error !== undefined && {
      error: { ...error, ...(error.detail !== undefined && { detail: redactUrlsIn(error.detail) }) },
    }),
  };
}

function redactHop(hop: EntryHop): EntryHop {
  const { url, decision, request, response } = hop;
  return {
    ...hop,
    url: redactUrl(url),
    ...(decision !== undefined && {
      decision: {
        ...decision,
        message: redactUrlsIn(decision.message),
        ...(decision.target !== undefined && {
          target: { ...decision.target, path: redactUrl(decision.target.path) },
        }),
      },
    }),
    ...(request !== undefined && { request: { ...request, headers: redactLines(request.headers) } }),
    ...(response !== undefined && { response: { ...response, headers: redactLines(response.headers) } }),
  };
}

function redactLines({ lines, cut }: RecordedHeaders): RecordedHeaders {
  return { lines: lines.map(([name, value]) => [name, redactUrlsOf(name, value)]), cut };
}
