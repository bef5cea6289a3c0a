import { type Api, apis } from '@minigate/policy';
import fc from 'fast-check';

type Separate = { [A in Api]?: string[] };
/** Lists as the API takes and gives them. */
export type Lists = string[] | Separate;

/** A step that somebody takes; `back` says how many versions back. */
export type Step =
  | { readonly verb: 'replace' | 'add' | 'remove'; readonly lists: Lists }
  | { readonly verb: 'restore'; readonly back: number };

const hosts = ['https://a.example', 'https://b.example:8443', 'https://c.example'];
const sockets = ['wss://a.example', 'wss://d.example'];
const https = fc.uniqueArray(fc.constantFrom(...hosts), { maxLength: 3 });
const every = fc.uniqueArray(fc.constantFrom(...hosts, ...sockets), { maxLength: 4 });

export const listsOfAnyForm: fc.Arbitrary<Lists> = fc.oneof(
  every,
  fc.record(
    { request: https, downloadFile: https, uploadFile: https, connectSocket: every },
    { requiredKeys: [] },
  ),
);
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ verb: fc.constantFrom('replace', 'add', 'remove'), lists: listsOfAnyForm }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('restore'), back: fc.nat(5) }) },
);

/** What each call is granted, and whether `connectSocket` goes by the list of `request`. Rule 1.2. */
export interface Model {
  readonly grants: Readonly<Record<Api, ReadonlySet<string>>>;
  readonly follows: boolean;
}

export function modelOf(given: Lists): Model {
  const one = Array.isArray(given);
  const of = (api: Api) => new Set(one ? given.filter((entry) => fits(entry, api)) : given[api]);
  const follows = !one && given.connectSocket === undefined;
  const request = of('request');
  return {
    grants: {
      request,
      downloadFile: of('downloadFile'),
      uploadFile: of('uploadFile'),
      connectSocket: follows ? request : of('connectSocket'),
    },
    follows,
  };
}

/** What is granted after entries were added or removed. */
export function grantsAfter(model: Model, verb: 'add' | 'remove', given: Lists): Model['grants'] {
  const after = (api: Api): ReadonlySet<string> => {
    const set = new Set(model.grants[api]);
    for (const entry of entriesFor(api, given, model)) {
      if (verb === 'add') set.add(entry);
      else set.delete(entry);
    }
    return set;
  };
  return {
    request: after('request'),
    downloadFile: after('downloadFile'),
    uploadFile: after('uploadFile'),
    connectSocket: after('connectSocket'),
  };
}

/** Grants in a form that can be compared. */
export function show({ grants }: Pick<Model, 'grants'>): Record<Api, string[]> {
  const entries = apis.map((api) => [api, [...grants[api]].sort()] as const);
  return Object.fromEntries(entries) as Record<Api, string[]>;
}

function fits(entry: string, api: Api): boolean {
  return api === 'connectSocket' || entry.startsWith('https:');
}

/** What is given for `request` concerns `connectSocket` too, as long as that has no list of its own. */
function entriesFor(api: Api, given: Lists, { follows }: Model): string[] {
  if (Array.isArray(given)) return given.filter((entry) => fits(entry, api));
  const own = given[api] ?? [];
  return api === 'connectSocket' && follows ? [...(given.request ?? []), ...own] : own;
}
