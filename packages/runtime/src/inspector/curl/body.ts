import type { HopRequest } from '../protocol.ts';
import { printed, quoted } from './shell.ts';

/** How a body is given to curl. */
export interface CurlBody {
  /** What is put before `curl`: a comment, or a command whose output is read. */
  readonly before: string;
  readonly args: readonly string[];
}

/** Linux takes no argument of 128 KiB. */
const longestArgument = 100_000;

/** The body of a request; undefined where it has none. */
export function curlBody({ body, streamedBytes, method }: HopRequest): CurlBody | undefined {
  if (method === 'HEAD') return undefined;
  if (streamedBytes !== undefined) {
    return {
      before: `# The body of ${streamedBytes} bytes was made from a file and is not here.\n`,
      args: [],
    };
  }
  if (body === undefined) {
    // Without a body, these methods say so.
    return ['POST', 'PUT', 'PATCH'].includes(method) ? { before: '', args: [`--data-raw ''`] } : undefined;
  }
  const { content, length, cut } = body;
  const unit = typeof content === 'string' ? 'characters' : 'bytes';
  const note = cut ? `# Only the first ${content.length} of ${length} ${unit} of the body are here.\n` : '';
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const text = bytes.length < longestArgument ? asText(bytes) : undefined;
  const args = text === undefined ? ['--data-binary @-'] : [`--data-raw ${quoted(text)}`];
  // curl would ask first whether a large body is wanted.
  if (bytes.length > 1000) args.push(`-H 'Expect:'`);
  return { before: text === undefined ? `${note}${printed(bytes)} | ` : note, args };
}

/** What can stand in an argument, also at a terminal: keys, and commands of before, are not in it. Else undefined. */
function asText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const newline = text.indexOf('\n');
    const recalls = newline !== -1 && text.lastIndexOf('!') > newline;
    return recalls || /[\0-\x09\x0b-\x1f\x7f-\x9f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
