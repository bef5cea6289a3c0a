import { types } from 'node:util';
import { NetworkError } from './errors.ts';
import type { HeaderLines } from './header-lines.ts';
import {
  checkOptions,
  nobodyWatches,
  readHeader,
  readOptional,
  readText,
  readTimeout,
  readUrl,
} from './options.ts';
import { parameterError, typeName, wrongType } from './parameter-error.ts';
import { fieldText } from './payload.ts';

/** One field of a form beside the file. */
export interface FormField {
  readonly name: string;
  readonly value: string;
}

/** The checked options of `uploadFile`. Nothing in it refers to objects of the program. */
export interface UploadCall {
  /** As written. */
  readonly url: string;
  readonly header: HeaderLines;
  readonly timeout: number | undefined;
  readonly filePath: string;
  /** The form's name for the file. */
  readonly name: string;
  readonly formData: readonly FormField[];
}

const loneSurrogate = /\p{Surrogate}/u;

function invalid(detail: string, cause?: unknown): NetworkError {
  return new NetworkError('INVALID_DATA', { detail, cause });
}

/** Text that has to be there. */
function readNeeded(options: object, name: 'filePath' | 'name'): string {
  const text = readText(options, name);
  if (text === undefined) throw wrongType(name, 'String', undefined);
  if (text === '') throw parameterError(`parameter.${name} should not be empty;`);
  if (loneSurrogate.test(text))
    throw invalid(`\`${name}\` has a lone surrogate, which no bytes can stand for.`);
  return text;
}

function checkField(name: string, value: unknown): FormField | undefined {
  if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value)) {
    throw invalid('`formData` has bytes; only the file can be bytes.');
  }
  const text = fieldText(value, 'formData');
  if (text === undefined) return undefined;
  if (loneSurrogate.test(name) || loneSurrogate.test(text)) {
    throw invalid('`formData` has a lone surrogate, which no bytes can stand for.');
  }
  return { name, value: text };
}

function readFormData(options: object): FormField[] {
  const formData = readOptional(options, 'formData');
  if (formData === undefined) return [];
  if (typeof formData !== 'object' || formData === null || typeName(formData) !== 'Object') {
    throw wrongType('formData', 'Object', formData);
  }
  try {
    const fields = Object.keys(formData).map((name) => checkField(name, Reflect.get(formData, name)));
    return fields.filter((field) => field !== undefined);
  } catch (cause) {
    if (cause instanceof NetworkError) throw cause;
    throw invalid('`formData` cannot be written as text: a cycle, a BigInt or a getter that throws.', cause);
  }
}

/**
 * Checks what a program gave to `uploadFile`. Rule 17.
 *
 * Values of `formData` become text as the fields of a form do: numbers and booleans as they print, `null` as
 * `null`, objects as JSON; `undefined`, functions and symbols are left out.
 *
 * @throws NetworkError `INVALID_OPTIONS`, or `INVALID_DATA` for what no text can stand for, and nothing else
 * whatever the value is.
 * @example
 * checkUploadFile({ url, filePath: '/tmp/a.png', name: 'photo', formData: { page: 3 } }).formData;
 * // [{ name: 'page', value: '3' }]
 */
export function checkUploadFile(value: unknown, asked = nobodyWatches()): UploadCall {
  asked.method = 'POST';
  const options = checkOptions(value);
  return {
    url: readUrl(options, asked),
    header: readHeader(options),
    timeout: readTimeout(options),
    filePath: readNeeded(options, 'filePath'),
    name: readNeeded(options, 'name'),
    formData: readFormData(options),
  };
}
