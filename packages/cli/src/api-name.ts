import { type Api, apis } from '@minigate/policy';
import { nearestWord, UsageError } from './usage-error.ts';

/** @throws UsageError if there is no such call; it says which one may be meant */
export function parseApi(text: string): Api {
  const api = apis.find((known) => known === text);
  if (api !== undefined) return api;
  const nearest = nearestWord(text, apis);
  const hint = nearest === undefined ? `There are: ${apis.join(', ')}.` : `Did you mean "${nearest}"?`;
  throw new UsageError(`There is no call "${text}". ${hint}`);
}
