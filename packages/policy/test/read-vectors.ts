import { readFileSync } from 'node:fs';
import type {
  AddressClass,
  Api,
  Decision,
  IssueCode,
  NetworkInterface,
  RedirectBase,
  Target,
} from '../src/index.ts';

/** The rule of `docs/rules.md` that a vector shows, and what it shows, in a few words. */
interface Vector {
  readonly rule: string;
  readonly title: string;
}

interface ExpectedIssue {
  readonly code: IssueCode;
  readonly at?: string;
  readonly entry?: string;
  readonly correction?: string;
}

export interface EntryVector extends Vector {
  readonly entry: unknown;
  readonly api?: Api;
  readonly bannedHosts?: readonly string[];
  /** What a good entry becomes; a bad one has an issue instead. */
  readonly text?: string;
  readonly issue?: IssueCode;
  readonly correction?: string;
}

export interface DocumentVector extends Vector {
  readonly document: unknown;
  readonly issues?: readonly ExpectedIssue[];
  readonly ignored?: readonly ExpectedIssue[];
  readonly serverDomains?: unknown;
  readonly bannedHosts?: readonly string[];
  readonly bannedOrigins?: readonly string[];
  readonly acceleration?: unknown;
}

export interface DecisionVector extends Vector {
  readonly serverDomains: readonly string[];
  readonly bannedHosts?: readonly string[];
  readonly bannedOrigins?: readonly string[];
  readonly api?: Api;
  readonly url: unknown;
  readonly repeat?: { readonly text: string; readonly times: number };
  readonly debugging?: boolean;
  readonly interfaces?: readonly NetworkInterface[];
  readonly base?: RedirectBase;
  readonly verdict: Decision['verdict'];
  readonly reason: Decision['reason'];
  readonly enforced?: boolean;
  readonly nearest?: string;
  readonly suggestion?: string;
  readonly target?: Partial<Target>;
}

export interface AddressVector extends Vector {
  readonly address: string;
  readonly class: AddressClass;
}

export interface RangeVector extends Vector {
  readonly ranges: readonly string[];
  readonly includes?: readonly string[];
  readonly excludes?: readonly string[];
  readonly issues?: readonly ExpectedIssue[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
}

export const { entries, documents } = read('server-domains') as {
  entries: EntryVector[];
  documents: DocumentVector[];
};
export const { vectors: decisions } = read('decisions') as { vectors: DecisionVector[] };
export const { judgements, ranges } = read('addresses') as {
  judgements: AddressVector[];
  ranges: RangeVector[];
};
