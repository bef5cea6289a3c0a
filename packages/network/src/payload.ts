import { types } from 'node:util';
import type { RequestMethod } from './api.ts';
import { NetworkError } from './errors.ts';
import { headerValue } from './headers.ts';
import type { HeaderLines } from './header-lines.ts';
import { wrongType } from './parameter-error.ts';
import { encodeField, type Field } from './query.ts';

/** What a call carries, fixed when it was made: the program may change its `data` afterwards. */
export type Payload =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** For a query (GET and HEAD) or for a form. */
  | { readonly kind: 'fields'; readonly fields: readonly Field[] };

const nothing: Payload = { kind: 'nothing' };

const loneSurrogate = /\p{Surrogate}/u;

function invalid(detail: string, cause?: unknown): NetworkError {
  return new NetworkError('INVALID_DATA', { detail, cause });
}

/** Whether a method's data goes into the query. */
export function goesIntoQuery(method: RequestMethod): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isForm(header: HeaderLines): boolean {
  const contentType = headerValue(header, 'content-type');
  return contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true;
}

function textPayload(text: string): Payload {
  if (text === '') return nothing;
  if (loneSurrogate.test(text)) throw invalid('`data` has a lone surrogate, which no bytes can stand for.');
  return { kind: 'text', text };
}

function bytesPayload(source: ArrayBufferLike | ArrayBufferView, method: RequestMethod): Payload {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  if (view.byteLength === 0) return nothing;
  if (goesIntoQuery(method)) throw invalid(`\`data\` is bytes, and a ${method} has no body to send them in.`);
  return { kind: 'bytes', bytes: Uint8Array.from(view) };
}

/** A value as a query or form has it; `undefined` where it has no place there, as in JSON. */
export function fieldText(value: unknown, option: 'data' | 'formData'): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') throw invalid(`\`${option}\` has a BigInt; write it as text.`);
  return typeof value === 'object' ? JSON.stringify(value) : undefined;
}

function fieldsPayload(data: object): Payload {
  const fields: Field[] = [];
  for (const name of Object.keys(data)) {
    const text = fieldText(Reflect.get(data, name), 'data');
    if (text !== undefined) fields.push(encodeField(name, text));
  }
  return fields.length === 0 ? nothing : { kind: 'fields', fields };
}

function objectPayload(data: object, method: RequestMethod, header: HeaderLines): Payload {
  if (types.isAnyArrayBuffer(data) || ArrayBuffer.isView(data)) return bytesPayload(data, method);
  if (goesIntoQuery(method) || isForm(header)) return fieldsPayload(data);
  // `undefined` where a `toJSON` says so: then there is nothing to send.
  const json = JSON.stringify(data) as string | undefined;
  return json === undefined ? nothing : { kind: 'text', text: json };
}

/**
 * Takes a copy of the `data` option in the form in which it will be sent. Rule 15.
 *
 * - Text, numbers and booleans: that text. Bytes (`ArrayBuffer`, typed arrays, `DataView`): a copy.
 * - An object with GET or HEAD, or with a form's content type: its fields. Values that are objects become
 *   JSON, `null` becomes `null`, `undefined` is left out.
 * - An object otherwise: JSON.
 *
 * @throws NetworkError `INVALID_DATA`: the data cannot be written down (a lone surrogate, a cycle, a
 * BigInt, a getter that throws, bytes with GET or HEAD). `INVALID_OPTIONS`: a function, symbol or BigInt.
 * @example
 * snapshotData({ id: 7 }, 'POST', []); // { kind: 'text', text: '{"id":7}' }
 */
export function snapshotData(data: unknown, method: RequestMethod, header: HeaderLines): Payload {
  if (data === undefined || data === null) return nothing;
  if (typeof data === 'string') return textPayload(data);
  if (typeof data === 'number' || typeof data === 'boolean') return textPayload(String(data));
  if (typeof data !== 'object') throw wrongType('data', 'Object', data);
  try {
    return objectPayload(data, method, header);
  } catch (cause) {
    if (cause instanceof NetworkError) throw cause;
    throw invalid(
      '`data` cannot be written as JSON or as fields: a cycle, a BigInt, a lone surrogate or a getter that throws.',
      cause,
    );
  }
}
