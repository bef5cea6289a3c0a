import {
  type Entry,
  type EntryHop,
  type MockFault,
  type MockRule,
  mocksText,
  parseMocks,
} from '@minigate/runtime/inspector';
import type { Api } from '@minigate/policy';
import { mimeTypeOf, readJson } from './body-view.ts';

export type MockBody = 'none' | 'body' | 'json' | 'base64' | 'file';

export const mockBodies: readonly MockBody[] = ['none', 'body', 'json', 'base64', 'file'];

/** A rule as a form shows it: each field as it is typed. */
export interface MockForm {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly api: Api | '';
  readonly method: string;
  readonly url: string;
  readonly kind: 'answer' | 'fault';
  readonly status: number;
  /** Lines of `Name: value`. */
  readonly headers: string;
  readonly bodyKind: MockBody;
  readonly body: string;
  readonly delay: number;
  readonly fault: MockFault;
}

export const newMock: MockForm = {
  id: '',
  name: '',
  enabled: true,
  api: '',
  method: '',
  url: 'https://',
  kind: 'answer',
  status: 200,
  headers: '',
  bodyKind: 'json',
  body: '{}',
  delay: 0,
  fault: 'timeout',
};

export function formOf(rule: MockRule): MockForm {
  const bodyKind =
    (['body', 'json', 'base64', 'file'] as const).find((kind) => rule[kind] !== undefined) ?? 'none';
  return {
    id: rule.id ?? '',
    name: rule.name ?? '',
    enabled: rule.enabled ?? true,
    api: rule.api ?? '',
    method: rule.method ?? '',
    url: rule.url,
    kind: rule.fault === undefined ? 'answer' : 'fault',
    status: rule.status ?? 200,
    headers: linesOf(rule.headers ?? {}),
    bodyKind,
    body:
      bodyKind === 'none'
        ? ''
        : bodyKind === 'json'
          ? JSON.stringify(rule.json, null, 2)
          : (rule[bodyKind] ?? ''),
    delay: rule.delay ?? 0,
    fault: rule.fault ?? 'timeout',
  };
}

export type ReadForm =
  | { readonly rule: MockRule }
  /** What is wrong, one sentence each. */
  | { readonly problems: readonly string[] };

/** The rule that a form says, judged as the file is. */
export function ruleOf(form: MockForm): ReadForm {
  const json = form.bodyKind === 'json' ? parse(form.body) : undefined;
  if (json !== undefined && 'problem' in json) return { problems: [json.problem] };
  const rule: MockRule = {
    ...text('id', form.id),
    ...text('name', form.name.trim()),
    ...(form.enabled ? {} : { enabled: false }),
    ...(form.api === '' ? {} : { api: form.api }),
    ...text('method', form.method.trim().toUpperCase()),
    url: form.url.trim(),
    ...(form.kind === 'fault' ? { fault: form.fault } : {}),
    ...(form.status === 200 ? {} : { status: form.status }),
    ...headersOf(form.headers),
    ...(json === undefined ? {} : { json: json.value }),
    ...(form.bodyKind === 'none' || form.bodyKind === 'json' ? {} : { [form.bodyKind]: form.body }),
    ...(form.delay === 0 ? {} : { delay: form.delay }),
  };
  const reading = parseMocks(mocksText([rule]));
  return reading.ok
    ? { rule }
    : { problems: reading.problems.map((problem) => problem.replace(/^mocks\[0\][. ]/, '')) };
}

/** A rule that answers as a call was answered, to begin with. */
export function mockFrom({ api, url, method, hops, body, errMsg }: Entry): MockForm {
  const answer = hops.findLast(({ response }) => response !== undefined)?.response;
  const type = answer?.headers.lines.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const content = body !== undefined && !body.cut && typeof body.content === 'string' ? body.content : '';
  const isJson = /json/.test(mimeTypeOf(answer?.headers.lines) ?? 'json') && readJson(content) !== undefined;
  const socket = api === 'connectSocket';
  return {
    ...newMock,
    api,
    method: socket ? '' : method,
    url: wireUrl(url, hops[0]),
    kind: socket || (answer === undefined && errMsg !== undefined) ? 'fault' : 'answer',
    status: Math.min(599, Math.max(200, answer?.status ?? 200)),
    headers: type === undefined ? '' : `Content-Type: ${type}`,
    bodyKind: isJson ? 'json' : content === '' ? 'none' : 'body',
    body: isJson ? JSON.stringify(JSON.parse(content), null, 2) : content,
  };
}

/** What a rule is compared with: `data` of a GET is in the query there. */
function wireUrl(written: string, first: EntryHop | undefined): string {
  const url = first?.request === undefined ? written : first.url;
  return (url.split('#', 1)[0] ?? url).trim();
}

function linesOf(headers: NonNullable<MockRule['headers']>): string {
  return Object.entries(headers)
    .flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`))
    .join('\n');
}

/** A name that comes twice has a list of values. */
function headersOf(lines: string): Pick<MockRule, 'headers'> {
  const headers = new Map<string, string[]>();
  for (const line of lines.split('\n').filter((one) => one.trim() !== '')) {
    const at = line.indexOf(':');
    const name = (at < 0 ? line : line.slice(0, at)).trim();
    headers.set(name, [...(headers.get(name) ?? []), at < 0 ? '' : line.slice(at + 1).trim()]);
  }
  if (headers.size === 0) return {};
  const pairs = [...headers].map(([name, values]) => [
    name,
    values.length === 1 ? (values[0] ?? '') : values,
  ]);
  return { headers: Object.fromEntries(pairs) as NonNullable<MockRule['headers']> };
}

function text<K extends string>(name: K, value: string): Partial<Record<K, string>> {
  return value === '' ? {} : ({ [name]: value } as Record<K, string>);
}

function parse(json: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch (error) {
    return { problem: `The body is not JSON: ${error instanceof Error ? error.message : ''}.` };
  }
}
