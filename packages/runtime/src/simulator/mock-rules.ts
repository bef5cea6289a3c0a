import type { Api } from '@minigate/policy';

/** How a mock breaks a connection instead of answering. */
export const mockFaults = ['timeout', 'refused', 'reset', 'reset-midway', 'bad-certificate', 'dns'] as const;

export type MockFault = (typeof mockFaults)[number];

/** A made-up answer. The first rule that fits a request counts. It changes no verdict: what is refused stays so. */
export interface MockRule {
  readonly id?: string;
  /** For people. */
  readonly name?: string;
  /** Default: true. */
  readonly enabled?: boolean;
  /** Default: every call. A socket is only refused, by `fault`. */
  readonly api?: Api;
  /** In upper case. Default: every method. */
  readonly method?: string;
  /** The URL on the wire, with its query; `*` stands for any characters. */
  readonly url: string;
  /** From 200 to 599. Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** At most one of the next four: text, any JSON, bytes in base64, a file of the program's folder. */
  readonly body?: string;
  readonly json?: unknown;
  readonly base64?: string;
  readonly file?: string;
  /** Milliseconds before the answer. Default: 0. */
  readonly delay?: number;
  /** `reset-midway` sends half of the body first. */
  readonly fault?: MockFault;
}

/** What the rule is called where a call says that it got it. */
export function mockName({ name, id, url }: MockRule): string {
  return name ?? id ?? url;
}
