import type { RecordedBody } from '../protocol.ts';
import type { Fields } from './fields.ts';

/** What is text although it was written as base64. */
const textType = /^(?:text\/|[\w.+/-]*[/+](?:json|xml|javascript|ecmascript|x-www-form-urlencoded)\b)/i;

/** The body that a shape of `_minigate` describes; undefined where the text does not fit it. */
export function shapedBody(text: string, base64: boolean, shape: Fields): RecordedBody | undefined {
  const kind = shape.oneOf('kind', ['text', 'bytes']);
  const length = shape.count('length');
  if (kind === undefined || length === undefined) return undefined;
  const cut = shape.flag('cut') ?? false;
  if (kind === 'text') return base64 ? undefined : { content: text, length, cut };
  const content = base64 ? bytesOf(text) : new TextEncoder().encode(text);
  return content && { content, length, cut };
}

/** The body of somebody else's file: text where it can be, else bytes. Undefined where there is none. */
export function foreignBody(
  text: string | undefined,
  base64: boolean,
  mimeType: string,
): RecordedBody | undefined {
  if (text === undefined) return undefined;
  if (!base64) return { content: text, length: text.length, cut: false };
  const bytes = bytesOf(text);
  if (bytes === undefined) return undefined;
  const content = (textType.test(mimeType) ? textOf(bytes) : undefined) ?? bytes;
  return { content, length: content.length, cut: false };
}

/** What base64 holds; undefined where it is none. */
export function bytesOf(base64: string): Uint8Array | undefined {
  try {
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
