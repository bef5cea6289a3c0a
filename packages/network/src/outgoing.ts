import { createRequire } from 'node:module';
import type { HostProfile } from '@minigate/policy';
import type { HeaderLines } from './header-lines.ts';
import type { DownloadCall, RequestCall } from './options.ts';
import { goesIntoQuery, type Payload } from './payload.ts';
import { appendQuery, joinFields, mergeFields } from './query.ts';
import type { BodySource, Outgoing } from './transport/transport.ts';
import type { UploadCall } from './upload-options.ts';

type Referring = Pick<HostProfile, 'referer'>;

const manifest: { version: string } = createRequire(import.meta.url)('../package.json');

/** Where the program names no agent of its own. */
export const userAgent = `Minigate/${manifest.version}`;

/** The caller's lines, the defaults for those it leaves out, then the lines that are the host's alone. */
function headersOf(header: HeaderLines, contentType: string | undefined, { referer }: Referring): string[] {
  const lines = header.slice();
  let missingType = contentType;
  let agent: string | undefined = userAgent;
  let accept: string | undefined = '*/*';
  for (let i = 0; i < header.length; i += 2) {
    const name = header[i]?.toLowerCase();
    if (name === 'content-type') missingType = undefined;
    else if (name === 'user-agent') agent = undefined;
    else if (name === 'accept') accept = undefined;
  }
  if (missingType !== undefined) lines.push('content-type', missingType);
  if (accept !== undefined) lines.push('accept', accept);
  if (agent !== undefined) lines.push('user-agent', agent);
  lines.push('accept-encoding', 'gzip, deflate, br', 'referer', referer);
  return lines;
}

function pathOf(path: string, data: Payload): string {
  if (data.kind === 'fields') return mergeFields(path, data.fields);
  if (data.kind === 'text') return appendQuery(path, data.text);
  return path;
}

function bodyOf(data: Payload): string | Uint8Array | null {
  if (data.kind === 'text') return data.text;
  if (data.kind === 'bytes') return data.bytes;
  return data.kind === 'fields' ? joinFields(data.fields) : null;
}

/**
 * Turns a checked `request` into what goes on the wire. Rules 9 and 15.
 *
 * GET and HEAD carry their data in the query: fields replace parts of the same name, text is appended as it
 * is. Every other method has a body. The content type is `application/json` unless the caller names one;
 * the Referer is always the profile's.
 *
 * @param path Path and query of the judged target.
 * @example
 * const call = checkRequest({ url: 'https://api.example.com/v?a=1', data: { a: 2 } });
 * buildOutgoing(call, '/v?a=1', binance).path; // '/v?a=2'
 */
export function buildOutgoing(call: RequestCall, path: string, profile: Referring): Outgoing {
  const { method, data } = call;
  const headers = headersOf(call.header, 'application/json', profile);
  return goesIntoQuery(method)
    ? { method, path: pathOf(path, data), headers, body: null }
    : { method, path, headers, body: bodyOf(data) };
}

/**
 * Turns a checked `downloadFile` into what goes on the wire: a GET with the caller's headers. Rules 9 and 15.
 *
 * @param path Path and query of the judged target.
 * @example
 * buildDownload(checkDownloadFile({ url: 'https://cdn.example.com/a.png' }), '/a.png', binance).method; // 'GET'
 */
export function buildDownload(call: DownloadCall, path: string, profile: Referring): Outgoing {
  return { method: 'GET', path, headers: headersOf(call.header, undefined, profile), body: null };
}

/** What a call without any option of the program sends: a GET with the headers that every call has. Rule 9. */
export function buildVisit(path: string, profile: Referring): Outgoing {
  return { method: 'GET', path, headers: headersOf([], undefined, profile), body: null };
}

/**
 * Turns a checked `uploadFile` into what goes on the wire: a POST whose content type names the boundary of its
 * form. A content type of the caller's is left out. Rules 9 and 17.
 *
 * @param path Path and query of the judged target.
 */
export function buildUpload(
  call: UploadCall,
  path: string,
  form: { readonly contentType: string; readonly body: BodySource },
  profile: Referring,
): Outgoing {
  const header = call.header.filter((_, i, lines) => lines[i - (i % 2)]?.toLowerCase() !== 'content-type');
  return { method: 'POST', path, headers: headersOf(header, form.contentType, profile), body: form.body };
}
