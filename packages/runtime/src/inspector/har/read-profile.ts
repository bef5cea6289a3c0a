import type { CallProfile } from '../protocol.ts';
import type { Fields } from './fields.ts';

/** More than a profile has. */
const mostFields = 100;

/** The `profile` that Minigate wrote; what is no number, text or flag in it is passed over. */
export function readProfile(detail: Fields): CallProfile | undefined {
  return detail.fields('profile')?.plain(mostFields);
}
