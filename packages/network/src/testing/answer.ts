import type { NetworkErrorCode } from '../errors.ts';

/** What a test server was asked: one for each hop of a call. */
export interface TestRequest {
  readonly method: string;
  /** With scheme, host, path and query. */
  readonly url: string;
  /** By lower-case name; a name that was sent twice is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
  /** The body as JSON. */
  json(): unknown;
}

/** What a test server answers. Times are milliseconds of the test network's clock. */
export interface Answer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text is sent as UTF-8, a list in pieces. */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Sent instead of `body`, as JSON and with its content type. */
  readonly json?: unknown;
  /** Before the answer, and before each piece after the first; `Infinity`: it never comes. Default 0. */
  readonly delay?: number;
  /** The connection breaks in this way: instead of the answer, or after what `body` or `json` give. */
  readonly fail?: NetworkErrorCode;
}

/** An answer; or answers, one after the other, the last one again and again; or what a function gives. */
export type AnswerSource = Answer | readonly Answer[] | ((request: TestRequest) => Answer | Promise<Answer>);

/** Head and pieces of an answer as they go on the wire. */
export function wireAnswer({ status = 200, headers = {}, body, json }: Answer): {
  status: number;
  headers: string[];
  pieces: Uint8Array[];
} {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => [name, one]),
  );
  const isTyped = lines.some((name, i) => i % 2 === 0 && name.toLowerCase() === 'content-type');
  if (json !== undefined && !isTyped) lines.push('content-type', 'application/json; charset=utf-8');
  const parts = json === undefined ? [body ?? []].flat() : [JSON.stringify(json)];
  const pieces = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  return { status, headers: lines, pieces: pieces.filter(({ byteLength }) => byteLength > 0) };
}
