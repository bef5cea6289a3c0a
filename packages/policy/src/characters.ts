import type { MalformedReason } from './reasons.ts';

/** Worth a closer look. */
// oxlint-disable-next-line no-control-regex
const suspicious = /[\u0000-\u001f\u007f-\u009f\\\ud800-\udfff]/;
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f]/;
const loneSurrogate = /[\ud800-\udfff]/u;

/**
 * Characters for which a URL or a Location is refused wherever they stand, white space around it included.
 * Nothing is repaired. Rule 5.
 */
export function findForbiddenCharacter(text: string): MalformedReason | undefined {
  if (hasOuterWhiteSpace(text)) return 'OUTER_WHITE_SPACE';
  if (!suspicious.test(text)) return undefined;
  if (control.test(text)) return 'CONTROL_CHARACTER';
  if (text.includes('\\')) return 'BACKSLASH';
  return loneSurrogate.test(text) ? 'LONE_SURROGATE' : undefined;
}

function hasOuterWhiteSpace(text: string): boolean {
  if (isVisibleAscii(text.charCodeAt(0)) && isVisibleAscii(text.charCodeAt(text.length - 1))) return false;
  return text.trim().length !== text.length;
}

function isVisibleAscii(code: number): boolean {
  return code > 32 && code < 127;
}
