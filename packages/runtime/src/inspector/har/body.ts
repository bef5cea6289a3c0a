import type { Entry, RecordedBody, RecordedHeaders } from '../protocol.ts';
import type { HarContent, HarPostData } from './format.ts';
import { headerOf } from './headers.ts';

/** The body of an answer. That of a redirect is not recorded. */
export function contentOf(entry: Entry, headers: RecordedHeaders, last: boolean): HarContent {
  const mimeType = headerOf(headers, 'content-type') || 'x-unknown';
  // What goes over a socket is no body; it is listed beside the answer to the handshake.
  if (!last || entry.api === 'connectSocket') return { size: 0, mimeType };
  const { body, bodyBytes: size } = entry;
  if (body === undefined) {
    const why = entry.api === 'downloadFile' ? 'Saved to a file' : 'Told in chunks';
    const comment = entry.outcome === 'success' ? { comment: `${why}; not recorded.` } : undefined;
    return { size, mimeType, ...comment };
  }
  if (typeof body.content === 'string') return { size, mimeType, text: body.content, ...cutComment(body) };
  return { size, mimeType, text: base64(body.content), encoding: 'base64', ...cutComment(body) };
}

/** The body of a request. HAR has no encoding for it, so bytes that are no text are marked with `_encoding`. */
export function postDataOf(body: RecordedBody, headers: RecordedHeaders): HarPostData {
  const mimeType = headerOf(headers, 'content-type') || 'application/octet-stream';
  const { content } = body;
  const text = typeof content === 'string' ? content : asText(content);
  if (text !== undefined || typeof content === 'string')
    return { mimeType, text: text ?? '', ...cutComment(body) };
  return { mimeType, text: base64(content), _encoding: 'base64', ...cutComment(body) };
}

/** Bytes on the wire, or -1 if they cannot be told from what was recorded. */
export function sizeOf({ content, length, cut }: RecordedBody): number {
  if (typeof content !== 'string') return length;
  return cut ? -1 : new TextEncoder().encode(content).byteLength;
}

function cutComment({ content, length, cut }: RecordedBody): { comment?: string } {
  if (!cut) return {};
  const unit = typeof content === 'string' ? 'characters' : 'bytes';
  return { comment: `Cut: the first ${content.length} of ${length} ${unit}.` };
}

function asText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function base64(bytes: Uint8Array): string {
  const chunk = 0x6000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunk) {
    binary += String.fromCharCode(...bytes.subarray(at, at + chunk));
  }
  return btoa(binary);
}
