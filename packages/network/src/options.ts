import type { RequestMethod } from './api.ts';
import { checkHeader, type HeaderLines } from './header-lines.ts';
import { networkLimits } from './limits.ts';
import { parameterError, typeName, wrongType } from './parameter-error.ts';
import { snapshotData, type Payload } from './payload.ts';

/** The checked options of `request`. Nothing in it refers to objects of the program. */
export interface RequestCall {
  /** As written. */
  readonly url: string;
  readonly method: RequestMethod;
  readonly header: HeaderLines;
  readonly data: Payload;
  /** Whole milliseconds, 1 to 2^31 - 1; absent where the call names no usable time. */
  readonly timeout: number | undefined;
  readonly dataType: string;
  readonly responseType: 'text' | 'arraybuffer';
  /** The body is told piece by piece while it arrives, and is not collected. */
  readonly enableChunked: boolean;
  readonly redirect: 'follow' | 'manual';
  readonly enableHttp2: boolean;
  readonly enableCache: boolean;
}

/** The checked options of `downloadFile`. */
export interface DownloadCall {
  /** As written. */
  readonly url: string;
  readonly header: HeaderLines;
  readonly timeout: number | undefined;
  readonly filePath: string | undefined;
}

/** What a program asked for, as far as its options could be read: for those who watch, and bounded. */
export interface Asked {
  url: string;
  method: string;
}

type Callback = (result: unknown) => unknown;

/** Those of the three callbacks that are functions. */
export interface GivenCallbacks {
  success?: Callback;
  fail?: Callback;
  complete?: Callback;
}

const sendableMethods: readonly RequestMethod[] = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

/** Where what was asked for is put when nobody wants to know. */
export const nobodyWatches = (): Asked => ({ url: '', method: '' });

export function read(options: object, name: string): unknown {
  try {
    return Reflect.get(options, name);
  } catch (cause) {
    throw parameterError(`parameter.${name} cannot be read;`, cause);
  }
}

/** An option that may be absent; `null` is absent too. */
export function readOptional(options: object, name: string): unknown {
  return read(options, name) ?? undefined;
}

export function checkOptions(value: unknown): object {
  if (typeof value === 'object' && value !== null && typeName(value) === 'Object') return value;
  throw parameterError(`parameter should be Object instead of ${typeName(value)}`);
}

export function readUrl(options: object, asked: Asked): string {
  const url = read(options, 'url');
  if (typeof url !== 'string') throw wrongType('url', 'String', url);
  asked.url = url.slice(0, networkLimits.watchedUrl);
  return url;
}

export function readText(options: object, name: string): string | undefined {
  const value = readOptional(options, name);
  if (value !== undefined && typeof value !== 'string') throw wrongType(name, 'String', value);
  return value;
}

export function readHeader(options: object): HeaderLines {
  const header = readOptional(options, 'header');
  if (header === undefined) return [];
  if (typeof header !== 'object' || header === null || typeName(header) !== 'Object') {
    throw wrongType('header', 'Object', header);
  }
  return checkHeader(header);
}

export function readTimeout(options: object): number | undefined {
  const timeout = readOptional(options, 'timeout');
  if (timeout === undefined) return undefined;
  if (typeof timeout !== 'number') throw wrongType('timeout', 'Number', timeout);
  return usableTimeout(timeout);
}

export function readFlag(options: object, name: string): boolean {
  const value = readOptional(options, name);
  if (value !== undefined && typeof value !== 'boolean') throw wrongType(name, 'Boolean', value);
  return value === true;
}

/**
 * Whole milliseconds that a timer can count. 0, negative numbers and NaN name no time, so the next source of
 * a timeout decides.
 */
export function usableTimeout(timeout: number | undefined): number | undefined {
  return timeout !== undefined && timeout > 0
    ? Math.min(Math.ceil(timeout), networkLimits.longestTimeout)
    : undefined;
}

function readMethod(options: object, asked: Asked): RequestMethod {
  asked.method = 'GET';
  const written = readText(options, 'method');
  if (written === undefined) return 'GET';
  asked.method = written.slice(0, networkLimits.watchedMethod);
  // ASCII letters only: upper case would turn `POſT` into a method.
  const method = /^[A-Za-z]{1,7}$/.test(written) ? written.toUpperCase() : '';
  const known = sendableMethods.find((name) => name === method);
  if (known === undefined)
    throw parameterError(`parameter.method should be ${sendableMethods.join(' or ')};`);
  asked.method = known;
  return known;
}

function readResponseType(options: object): 'text' | 'arraybuffer' {
  const type = readText(options, 'responseType') ?? 'text';
  if (type === 'text' || type === 'arraybuffer') return type;
  throw parameterError('parameter.responseType should be text or arraybuffer;');
}

function readRedirect(options: object): 'follow' | 'manual' {
  const redirect = readText(options, 'redirect') ?? 'follow';
  if (redirect === 'follow' || redirect === 'manual') return redirect;
  throw parameterError('parameter.redirect should be follow or manual;');
}

/**
 * Checks what a program gave to `request`. Unknown options are ignored; each known one is read once. Rule 15.
 *
 * @param asked Filled as far as the options can be read, before anything is thrown.
 * @throws NetworkError `INVALID_OPTIONS` or `INVALID_DATA`, and nothing else whatever the value is.
 * @example
 * checkRequest({ url: 'https://api.example.com/v', method: 'post', data: { id: 7 } }).method; // 'POST'
 */
export function checkRequest(value: unknown, asked = nobodyWatches()): RequestCall {
  const options = checkOptions(value);
  const url = readUrl(options, asked);
  const method = readMethod(options, asked);
  const header = readHeader(options);
  return {
    url,
    method,
    header,
    timeout: readTimeout(options),
    dataType: readText(options, 'dataType') ?? 'json',
    responseType: readResponseType(options),
    enableChunked: readFlag(options, 'enableChunked'),
    redirect: readRedirect(options),
    enableHttp2: readFlag(options, 'enableHttp2'),
    enableCache: readFlag(options, 'enableCache'),
    data: snapshotData(read(options, 'data'), method, header),
  };
}

/**
 * Checks what a program gave to `downloadFile`. An empty `filePath` is absent. Rule 15.
 *
 * @param asked Filled as far as the options can be read, before anything is thrown.
 * @throws NetworkError `INVALID_OPTIONS`, and nothing else whatever the value is.
 * @example
 * checkDownloadFile({ url: 'https://cdn.example.com/a.png' }).filePath; // undefined
 */
export function checkDownloadFile(value: unknown, asked = nobodyWatches()): DownloadCall {
  asked.method = 'GET';
  const options = checkOptions(value);
  return {
    url: readUrl(options, asked),
    header: readHeader(options),
    timeout: readTimeout(options),
    filePath: readText(options, 'filePath') || undefined,
  };
}

/**
 * The callbacks among a program's options, each read once. Never throws, so that bad options reach `fail`
 * too: what is no function, or cannot be read, is absent. Rule 14.
 *
 * @example
 * readCallbacks({ url: 7, fail: console.log }).fail?.({ errMsg: 'request:fail parameter error', errno: 1001 });
 */
export function readCallbacks(value: unknown): GivenCallbacks {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return {};
  return {
    success: readCallback(value, 'success'),
    fail: readCallback(value, 'fail'),
    complete: readCallback(value, 'complete'),
  };
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}

function readCallback(options: object, name: keyof GivenCallbacks): Callback | undefined {
  try {
    const value: unknown = Reflect.get(options, name);
    return isCallback(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
