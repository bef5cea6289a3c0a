import { decodeText } from '../decode.ts';
import { charsetParameter } from '../decode/charset-parameter.ts';
import type { TextReading } from '../events.ts';
import { headerValue } from '../headers.ts';
import type { WireHead } from '../transport/transport.ts';
import { clip } from './clip.ts';
import type { Findings } from './findings.ts';
import type { AnswerFinding } from './report.ts';
import type { Visit } from './visit.ts';

/** Media types whose bodies are text; a body without a type is read as text too. */
const textual = /^\s*(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript|x-www-form-urlencoded))/i;

/** A smaller body gains nothing from compression. */
const worthCompressing = 1400;

/** What the answer that counts says of its text, and how it is sent. Rule 12. */
export function examineAnswer({ body, cut }: Visit, head: WireHead, findings: Findings): AnswerFinding {
  const contentType = headerValue(head.headers, 'content-type');
  const contentEncoding = headerValue(head.headers, 'content-encoding');
  const isText = body.byteLength > 0 && (contentType === undefined || textual.test(contentType));
  const finding: AnswerFinding = {
    status: head.status,
    ...(contentType !== undefined && { contentType: clip(contentType) }),
    ...(contentEncoding !== undefined && { contentEncoding: clip(contentEncoding) }),
    bodyBytes: body.byteLength,
    cut,
  };
  if (!isText) {
    const sentence = body.byteLength === 0 ? 'The answer has no body.' : 'The answer is no text.';
    findings.note('charset', sentence);
    return finding;
  }
  const declared = contentType === undefined ? undefined : charsetParameter(contentType);
  const { reading } = decodeText(cut ? wholeCharacters(body) : body, contentType);
  tellCharset(reading, declared, findings);
  tellCompression(contentEncoding, body.byteLength, findings);
  return { ...finding, text: { ...reading, ...(declared !== undefined && { declared: clip(declared) }) } };
}

/** Up to the last byte that stands alone in every encoding: below `0`, no byte is the end of a longer one. */
function wholeCharacters(body: Uint8Array): Uint8Array {
  const end = body.findLastIndex((byte) => byte < 0x30);
  return end < 0 ? body : body.subarray(0, end + 1);
}

function tellCharset(
  { charset, source, byteOrderMarkRemoved, replaced }: TextReading,
  declared: string | undefined,
  findings: Findings,
): void {
  const send =
    'Send UTF-8 without a byte order mark, and declare it: Content-Type: application/json; charset=utf-8.';
  if (replaced) {
    const sentence = `The text is read as ${charset}, and some of its bytes are none: a program gets U+FFFD there.`;
    findings.warn('charset', sentence, send);
  } else if (source === 'detected') {
    const sentence = `No charset is declared and the text is not UTF-8: it is guessed to be ${charset}.`;
    findings.warn('charset', sentence, send);
  } else if (byteOrderMarkRemoved) {
    findings.note('charset', `The text is ${charset} with a byte order mark, which is removed.`, {
      fix: send,
    });
  } else if (source === 'declared' && charset !== 'UTF-8') {
    findings.note('charset', `The text is declared as ${charset}, and is converted.`, { fix: send });
  } else if (declared !== undefined && source !== 'declared') {
    const sentence = `The declared charset "${clip(declared)}" is not known; the text is UTF-8.`;
    findings.warn('charset', sentence, send);
  } else {
    findings.ok(
      'charset',
      `The text is UTF-8${declared === undefined ? '; no charset is declared' : ', as declared'}.`,
    );
  }
}

function tellCompression(contentEncoding: string | undefined, bytes: number, findings: Findings): void {
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') {
    findings.ok('compression', `The text is sent in the content coding ${clip(contentEncoding)}.`);
  } else if (bytes > worthCompressing) {
    findings.note('compression', `The text is not compressed: ${bytes} bytes were read.`, {
      fix: 'Switch on gzip or br for text.',
    });
  }
}
