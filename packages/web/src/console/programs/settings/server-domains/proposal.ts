import { type Api, apis } from '@minigate/policy';

/** What another page asks to add: text from somewhere, to be judged like what is typed. */
export interface Proposal {
  readonly entry: string;
  readonly api: Api;
}

const longest = 2048;

/**
 * Reads `?add=<entry>&api=<api>` of a place.
 *
 * @returns undefined where nothing is proposed
 */
export function readProposal(search: string): Proposal | undefined {
  const query = new URLSearchParams(search);
  const entry = query.get('add')?.slice(0, longest) ?? '';
  const api = apis.find((name) => name === query.get('api')) ?? 'request';
  return entry.trim() === '' ? undefined : { entry, api };
}
