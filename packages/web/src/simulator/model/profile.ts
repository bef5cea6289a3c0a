import type { CallProfile } from '@minigate/runtime/inspector';

/** A field of a result's `profile`, as the program got it: moments are milliseconds since the epoch. */
export interface ProfileField {
  readonly name: string;
  readonly kind: 'moment' | 'span' | 'bytes' | 'plain';
  readonly value: number | string | boolean;
}

const spans: ReadonlySet<string> = new Set(['rtt', 'httpRttEstimate', 'transportRttEstimate']);
const bytes: ReadonlySet<string> = new Set(['sendBytesCount', 'receivedBytedCount']);

/** The fields in the order in which the program has them. Rule 15.5. */
export function profileFields(profile: CallProfile): readonly ProfileField[] {
  return Object.entries(profile).map(([name, value]) => ({ name, kind: kindOf(name, value), value }));
}

function kindOf(name: string, value: number | string | boolean): ProfileField['kind'] {
  if (typeof value !== 'number') return 'plain';
  if (spans.has(name)) return 'span';
  if (bytes.has(name)) return 'bytes';
  return /(?:Start|End)$/.test(name) ? 'moment' : 'plain';
}
