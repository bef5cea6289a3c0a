import type { Entry, EntryHop, HopRequest, HopResponse } from '../protocol.ts';
import type { Fields } from './fields.ts';
import { foreignBody } from './read-body.ts';
import { readRequestHeaders, readResponseHeaders } from './read-headers.ts';
import { readSocket } from './read-socket.ts';
import { timingFrom } from './read-timing.ts';

/** Others redact cookies too, and cut nothing. */
const asFound = { cut: false, redacted: true };

/**
 * One entry of a HAR that something else wrote, as a call: a redirect is a call of its own there. Undefined where
 * it has no request or no moment.
 */
export function readForeign(har: Fields, id: number): Entry | undefined {
  const request = har.fields('request');
  const url = request?.text('url');
  const calledAt = Date.parse(har.text('startedDateTime') ?? '');
  if (request === undefined || url === undefined || !(calledAt >= 0)) return undefined;
  const response = har.fields('response');
  const status = response?.count('status') ?? 0;
  const isSocket = har.text('_resourceType') === 'websocket' || /^wss?:/i.test(url);
  const api = isSocket ? 'connectSocket' : 'request';
  const method = request.text('method') ?? 'GET';
  const timing = timingFrom(har, calledAt);
  const hop: EntryHop = {
    hop: 0,
    url,
    request: requestOf(request, method, timing?.requestStart ?? calledAt),
    ...(response !== undefined &&
      status > 0 && { response: responseOf(response, status, timing?.responseStart ?? calledAt) }),
    ...(timing && { timing }),
  };
  const content = response?.fields('content');
  const body = foreignBody(
    content?.text('text'),
    content?.text('encoding') === 'base64',
    content?.text('mimeType') ?? '',
  );
  return {
    id,
    api,
    url,
    method,
    calledAt,
    state: 'settled',
    waited: 0,
    hops: [hop],
    settledAt: calledAt + Math.max(0, har.number('time') ?? 0),
    outcome: status > 0 ? 'success' : 'fail',
    errMsg: status > 0 ? `${api}:ok` : `${api}:fail ${response?.text('_error') ?? 'no answer'}`,
    ...(body && !isSocket && { body }),
    bodyBytes: content?.count('size') ?? 0,
    ...(isSocket && status > 0 && { socket: readSocket(har) }),
  };
}

function requestOf(request: Fields, method: string, time: number): HopRequest {
  const posted = request.fields('postData');
  const mimeType = posted?.text('mimeType') ?? '';
  const body = foreignBody(posted?.text('text'), posted?.text('_encoding') === 'base64', mimeType);
  return { time, method, headers: readRequestHeaders(request, asFound), ...(body && { body }) };
}

function responseOf(response: Fields, status: number, time: number): HopResponse {
  return { time, status, protocol: readProtocol(response), headers: readResponseHeaders(response, asFound) };
}

/** `h2`, `HTTP/2` or `http/2.0`; everything else counts as HTTP/1.1, which is all that entries tell apart. */
export function readProtocol(message: Fields): HopResponse['protocol'] {
  return /^(?:h2|http\/2)/i.test(message.text('httpVersion') ?? '') ? 'h2' : 'http1.1';
}
