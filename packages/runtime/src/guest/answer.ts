import { type Json, profileFields } from '../bridge/protocol.ts';
import { isArrayBuffer, NativeFunction, parseJson } from './primordials.ts';

interface Rest {
  readonly exception: Json;
  readonly useHttpDNS: Json;
  readonly errMsg: Json;
}

/** What both kinds of answers have. */
export interface Answer extends Rest {
  readonly statusCode: unknown;
  readonly header: unknown;
  readonly cookies: unknown;
  readonly profile: object;
}

/** What `success` of `request` gets, from the head and the body of a delivery. */
export function answered(head: readonly unknown[], body: unknown): Answer & { readonly data: unknown } {
  let data = head[2] === 'text-in-json' ? parseJson(body as string) : body;
  if (head[3] === true && !isArrayBuffer(data)) data = parsedOrText(data as string);
  const rest = head[8] as Rest;
  return {
    data,
    statusCode: head[4],
    header: head[5],
    cookies: head[6],
    profile: profileFrom(head[7] as readonly unknown[]),
    exception: rest.exception,
    useHttpDNS: rest.useHttpDNS,
    errMsg: rest.errMsg,
  };
}

/** What `success` of `downloadFile` gets. */
export function saved(
  head: readonly unknown[],
): Answer & { readonly tempFilePath: unknown; readonly filePath: unknown } {
  const rest = head[8] as Rest;
  return {
    tempFilePath: head[2],
    filePath: head[3],
    statusCode: head[4],
    header: head[5],
    cookies: head[6],
    profile: profileFrom(head[7] as readonly unknown[]),
    exception: rest.exception,
    useHttpDNS: rest.useHttpDNS,
    errMsg: rest.errMsg,
  };
}

/** A body that is no JSON stays the text that it is. Rule 13. */
function parsedOrText(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Written out as one literal, which the engine makes several times faster than thirty assignments. */
const profileFrom = profileMaker();

function profileMaker(): (values: readonly unknown[]) => object {
  let members = '';
  for (let i = 0; i < profileFields.length; i++) members += `${profileFields[i] ?? ''}:values[${i}],`;
  return NativeFunction('values', `return {${members}}`) as (values: readonly unknown[]) => object;
}
