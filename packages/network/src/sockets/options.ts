import { types } from 'node:util';
import { NetworkError } from '../errors.ts';
import type { HeaderLines } from '../header-lines.ts';
import {
  checkOptions,
  nobodyWatches,
  read,
  readFlag,
  readHeader,
  readOptional,
  readText,
  readTimeout,
  readUrl,
} from '../options.ts';
import { parameterError, typeName, wrongType } from '../parameter-error.ts';

/** The checked options of `connectSocket`. Nothing in it refers to objects of the program. */
export interface ConnectSocketCall {
  /** As written. */
  readonly url: string;
  readonly header: HeaderLines;
  /** Tokens, none twice. */
  readonly protocols: readonly string[];
  readonly timeout: number | undefined;
  readonly tcpNoDelay: boolean;
  readonly perMessageDeflate: boolean;
}

/** What `send` sends. Bytes are the program's own memory, to be read before the call returns. */
export interface Message {
  readonly kind: 'text' | 'bytes';
  readonly bytes: Buffer;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const mostProtocols = 64;
const loneSurrogate = /\p{Surrogate}/u;
const longestReason = 123;

function readProtocols(options: object): readonly string[] {
  const given = readOptional(options, 'protocols');
  if (given === undefined) return [];
  if (typeName(given) !== 'Array') throw wrongType('protocols', 'Array', given);
  const protocols = elementsOf(given as readonly unknown[]);
  const seen = new Set<string>();
  for (const [index, protocol] of protocols.entries()) {
    if (typeof protocol !== 'string') throw wrongType(`protocols[${index}]`, 'String', protocol);
    if (!token.test(protocol))
      throw parameterError(`parameter.protocols[${index}] is no name of a sub-protocol;`);
    if (seen.has(protocol)) throw parameterError(`parameter.protocols[${index}] is there twice;`);
    seen.add(protocol);
  }
  return [...seen];
}

function elementsOf(list: readonly unknown[]): unknown[] {
  let elements: unknown[] | undefined;
  try {
    if (list.length <= mostProtocols) elements = Array.from(list);
  } catch (cause) {
    throw parameterError('parameter.protocols cannot be read;', cause);
  }
  if (elements !== undefined) return elements;
  throw parameterError(`parameter.protocols should have at most ${mostProtocols} elements;`);
}

/**
 * Checks what a program gave to `connectSocket`. Unknown options are ignored; each known one is read once.
 * Rule 18.
 *
 * @throws NetworkError `INVALID_OPTIONS`, and nothing else whatever the value is.
 * @example
 * checkConnectSocket({ url: 'wss://api.example.com/live', protocols: ['mqtt'] }).protocols; // ['mqtt']
 */
export function checkConnectSocket(value: unknown, asked = nobodyWatches()): ConnectSocketCall {
  asked.method = 'GET';
  const options = checkOptions(value);
  return {
    url: readUrl(options, asked),
    header: readHeader(options),
    protocols: readProtocols(options),
    timeout: readTimeout(options),
    tcpNoDelay: readFlag(options, 'tcpNoDelay'),
    perMessageDeflate: readFlag(options, 'perMessageDeflate'),
  };
}

/**
 * Checks what a program gave to `send`: text, an ArrayBuffer, or what a view shows of one. Rule 18.
 *
 * @throws NetworkError `INVALID_OPTIONS`, `INVALID_DATA` or `MESSAGE_TOO_LARGE`, and nothing else.
 */
export function checkSend(value: unknown, limit: number): Message {
  const data = read(checkOptions(value), 'data');
  if (typeof data === 'string') {
    if (data.length > limit) throw tooLarge(limit);
    const bytes = within(limit, Buffer.from(data));
    // As many bytes as characters: it is ASCII.
    if (bytes.byteLength !== data.length && loneSurrogate.test(data)) {
      const detail = '`data` has a lone surrogate, which no bytes can stand for.';
      throw new NetworkError('INVALID_DATA', { detail });
    }
    return { kind: 'text', bytes };
  }
  if (ArrayBuffer.isView(data) || types.isAnyArrayBuffer(data)) {
    return { kind: 'bytes', bytes: within(limit, viewOf(data)) };
  }
  throw wrongType('data', 'String or ArrayBuffer', data);
}

function viewOf(data: ArrayBufferLike | ArrayBufferView): Buffer {
  try {
    return ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data);
  } catch (cause) {
    throw new NetworkError('INVALID_DATA', { detail: '`data` is a buffer that was given away.', cause });
  }
}

function within(limit: number, bytes: Buffer): Buffer {
  if (bytes.byteLength > limit) throw tooLarge(limit);
  return bytes;
}

function tooLarge(limit: number): NetworkError {
  return new NetworkError('MESSAGE_TOO_LARGE', { detail: `A message may have ${limit} bytes.` });
}

/**
 * Checks what a program gave to `close`; nothing at all asks for 1000. The other codes are for the protocol
 * itself (RFC 6455, 7.4). Rule 18.
 *
 * @throws NetworkError `INVALID_OPTIONS`, and nothing else whatever the value is.
 */
export function checkClose(value: unknown): { code: number; reason: string } {
  const options = checkOptions(value ?? {});
  const code = readOptional(options, 'code') ?? 1000;
  if (typeof code !== 'number') throw wrongType('code', 'Number', code);
  if (code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code <= 4999)) {
    throw parameterError('parameter.code should be 1000 or from 3000 to 4999;');
  }
  const reason = readText(options, 'reason') ?? '';
  if (reason.length > longestReason || Buffer.byteLength(reason) > longestReason) {
    throw parameterError(`parameter.reason should have at most ${longestReason} bytes of UTF-8;`);
  }
  if (loneSurrogate.test(reason)) throw parameterError('parameter.reason has a lone surrogate;');
  return { code, reason };
}
