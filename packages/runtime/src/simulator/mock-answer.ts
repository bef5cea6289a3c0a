import type { MockRule } from './mock-rules.ts';

/** What a rule puts on the wire. */
export interface MockAnswer {
  readonly status: number;
  /** Flat: name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}

/** @param file the bytes of the rule's file, where it names one */
export function mockAnswer(rule: MockRule, method: string, file: Uint8Array | undefined): MockAnswer {
  const { status = 200, headers = {} } = rule;
  const body = file ?? bodyOf(rule);
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => [name, one]),
  );
  const names = new Set(lines.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()));
  const bodiless = status === 204 || status === 205 || status === 304;
  if (!bodiless && !names.has('content-type')) lines.push('content-type', typeOf(rule));
  if (!bodiless && !names.has('content-length') && !names.has('transfer-encoding')) {
    lines.push('content-length', String(body.byteLength));
  }
  return { status, headers: lines, body: bodiless || method === 'HEAD' ? new Uint8Array() : body };
}

function bodyOf({ body = '', json, base64 }: MockRule): Uint8Array {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return Buffer.from(json === undefined ? body : JSON.stringify(json));
}

function typeOf({ json, base64, file }: MockRule): string {
  if (json !== undefined) return 'application/json; charset=utf-8';
  return base64 === undefined && file === undefined
    ? 'text/plain; charset=utf-8'
    : 'application/octet-stream';
}
