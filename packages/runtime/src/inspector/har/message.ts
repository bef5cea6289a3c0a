import type { Entry, EntryHop } from '../protocol.ts';
import { contentOf, postDataOf, sizeOf } from './body.ts';
import type { HarRequest, HarResponse } from './format.ts';
import { harHeaders, headerOf, noHeaders, requestCookies, responseCookies } from './headers.ts';
import { harUrl, queryOf } from './url.ts';

const headersCut = { comment: 'Some header lines are missing: there were too many bytes.' };

/** What was sent, or would have been. */
export function harRequest(entry: Entry, hop: EntryHop, secrets: boolean): HarRequest {
  const { request } = hop;
  const headers = request?.headers ?? noHeaders;
  const url = harUrl(hop.url);
  return {
    method: request?.method ?? entry.method,
    url,
    httpVersion: httpVersion(hop),
    cookies: requestCookies(headers, secrets),
    headers: harHeaders(headers, secrets),
    queryString: queryOf(url),
    ...(request?.body === undefined ? undefined : { postData: postDataOf(request.body, headers) }),
    headersSize: -1,
    bodySize: request?.body === undefined ? (request?.streamedBytes ?? 0) : sizeOf(request.body),
    ...(headers.cut ? headersCut : undefined),
  };
}

/** What came back; status 0 if nothing did. `last`: the answer that the program got. */
export function harResponse(entry: Entry, hop: EntryHop, last: boolean, secrets: boolean): HarResponse {
  const { response, timing } = hop;
  const headers = response?.headers ?? noHeaders;
  const status = response?.status ?? 0;
  const error = last ? errorOf(entry) : undefined;
  return {
    status,
    statusText: '',
    httpVersion: httpVersion(hop),
    cookies: responseCookies(headers, secrets),
    headers: harHeaders(headers, secrets),
    content: contentOf(entry, headers, last),
    redirectURL: status >= 300 && status < 400 ? headerOf(headers, 'location') : '',
    headersSize: -1,
    bodySize: -1,
    ...(timing === undefined ? undefined : { _transferSize: timing.receivedBytes }),
    ...(error === undefined ? undefined : { _error: error }),
    ...(headers.cut ? headersCut : undefined),
  };
}

function errorOf({ outcome, errMsg }: Entry): string | undefined {
  if (outcome === undefined) return 'unfinished';
  return outcome === 'fail' ? errMsg : undefined;
}

function httpVersion({ response }: EntryHop): string {
  if (response === undefined) return 'unknown';
  return response.protocol === 'h2' ? 'HTTP/2' : 'HTTP/1.1';
}
