import type { Call } from './call.ts';

/** What comes back, roughly: the chips of the panel. */
export type CallKind = 'json' | 'text' | 'image' | 'media' | 'binary' | 'socket' | 'other';

export const callKinds: readonly CallKind[] = ['json', 'text', 'image', 'media', 'binary', 'socket', 'other'];

export function kindOf({ row }: Call): CallKind {
  if (row.api === 'connectSocket') return 'socket';
  const type = row.mimeType;
  if (type === undefined) return 'other';
  if (/^(application|text)\/(.+\+)?json$/.test(type)) return 'json';
  if (type.startsWith('image/')) return 'image';
  if (/^(audio|video|font)\//.test(type)) return 'media';
  if (type.startsWith('text/') || /[/+](xml|javascript|x-www-form-urlencoded)$/.test(type)) return 'text';
  return 'binary';
}

/** As the column `type` shows it: `json`, `png`, `websocket`. */
export function typeOf(call: Call): string {
  if (call.row.api === 'connectSocket') return 'websocket';
  return call.row.mimeType?.replace(/^[^/]*\/(x-|vnd\.)?/, '') ?? '';
}
