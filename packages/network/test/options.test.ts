import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetworkError } from '../src/errors.ts';
import { checkDownloadFile, checkRequest, readCallbacks } from '../src/options.ts';

const url = 'https://api.example.com/v';

function refusal(work: () => unknown): NetworkError {
  try {
    work();
  } catch (error) {
    if (error instanceof NetworkError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

const refusedText = (options: unknown): string => refusal(() => checkRequest(options)).text;

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const throwing = (name: string): object =>
  Object.defineProperty({ url }, name, {
    enumerable: true,
    get: () => {
      throw new Error('hostile');
    },
  });

describe('options of request', () => {
  it('have defaults: GET, JSON, text, no header, no data, no timeout', () => {
    expect(checkRequest({ url })).toEqual({
      url,
      method: 'GET',
      header: [],
      data: { kind: 'nothing' },
      timeout: undefined,
      dataType: 'json',
      responseType: 'text',
      redirect: 'follow',
    });
  });

  it('take null for absent everywhere but in `url`', () => {
    const nulls = {
      url,
      method: null,
      header: null,
      data: null,
      timeout: null,
      dataType: null,
      responseType: null,
      redirect: null,
    };
    expect(checkRequest(nulls)).toEqual(checkRequest({ url }));
    expect(refusedText({ url: null })).toBe(
      'parameter error: parameter.url should be String instead of Null;',
    );
  });

  it.each([
    [undefined, 'Undefined'],
    [null, 'Null'],
    ['https://api.example.com/', 'String'],
    [7, 'Number'],
    [true, 'Boolean'],
    [7n, 'BigInt'],
    [Symbol('x'), 'Symbol'],
    [() => undefined, 'Function'],
    [[], 'Array'],
  ])('that are no object (%s) are refused by type', (options, type) => {
    const error = refusal(() => checkRequest(options));
    expect(error).toMatchObject({
      code: 'INVALID_OPTIONS',
      errno: 1001,
      text: `parameter error: parameter should be Object instead of ${type}`,
    });
  });

  it.each([
    [{}, 'parameter.url should be String instead of Undefined;'],
    [{ url: 7 }, 'parameter.url should be String instead of Number;'],
    [{ url: ['a'] }, 'parameter.url should be String instead of Array;'],
    [{ url, method: 7 }, 'parameter.method should be String instead of Number;'],
    [{ url, header: 'a: b' }, 'parameter.header should be Object instead of String;'],
    [{ url, header: [] }, 'parameter.header should be Object instead of Array;'],
    [{ url, timeout: '1000' }, 'parameter.timeout should be Number instead of String;'],
    [{ url, dataType: 7 }, 'parameter.dataType should be String instead of Number;'],
    [{ url, responseType: {} }, 'parameter.responseType should be String instead of Object;'],
    [{ url, responseType: 'blob' }, 'parameter.responseType should be text or arraybuffer;'],
    [{ url, data: 7n }, 'parameter.data should be Object instead of BigInt;'],
    [{ url, data: () => 1 }, 'parameter.data should be Object instead of Function;'],
  ])('of a wrong type are refused in words (row %#)', (options, complaint) => {
    expect(refusedText(options)).toBe(`parameter error: ${complaint}`);
  });

  it('take a method in any letter case', () => {
    expect(checkRequest({ url, method: 'dElEtE' }).method).toBe('DELETE');
  });

  it.each(['PATCH', 'CONNECT', 'TRACE', 'trace', '', 'GET ', 'POſT', 'G\nET'])(
    'refuse the method %j',
    (method) => {
      expect(refusedText({ url, method })).toBe(
        'parameter error: parameter.method should be OPTIONS or GET or HEAD or POST or PUT or DELETE;',
      );
    },
  );

  it.each([
    [1, 1],
    [0.2, 1],
    [1500.5, 1501],
    [2 ** 31, 2 ** 31 - 1],
    [Infinity, 2 ** 31 - 1],
    [0, undefined],
    [-1, undefined],
    [-Infinity, undefined],
    [NaN, undefined],
  ])('read the timeout %d as %s', (timeout, expected) => {
    expect(checkRequest({ url, timeout }).timeout).toBe(expected);
  });

  it('keep a dataType that no one knows', () => {
    expect(checkRequest({ url, dataType: 'protobuf' }).dataType).toBe('protobuf');
  });

  it('ignore names that no one knows', () => {
    expect(checkRequest({ url, enableQuic: 'yes', __proto__: { also: 1 } })).toEqual(checkRequest({ url }));
  });

  it('may be inherited, or stand on an object without a prototype', () => {
    expect(checkRequest(Object.create({ url, method: 'put' }))).toEqual(checkRequest({ url, method: 'PUT' }));
    expect(checkRequest(Object.assign(Object.create(null), { url }))).toEqual(checkRequest({ url }));
  });

  it.each(['url', 'method', 'header', 'timeout', 'dataType', 'responseType', 'data'])(
    'are refused when reading `%s` throws',
    (name) => {
      expect(refusedText(throwing(name))).toBe(`parameter error: parameter.${name} cannot be read;`);
    },
  );

  it('are each read once', () => {
    const reads: string[] = [];
    const counting = new Proxy(
      { url, header: {}, data: 'x', method: 'POST' },
      {
        get: (target, name) => {
          reads.push(String(name));
          return Reflect.get(target, name) as unknown;
        },
      },
    );
    checkRequest(counting);
    expect(reads.toSorted()).toEqual([
      'data',
      'dataType',
      'header',
      'method',
      'redirect',
      'responseType',
      'timeout',
      'url',
    ]);
  });

  it('say whether redirects are followed', () => {
    expect(checkRequest({ url, redirect: 'manual' }).redirect).toBe('manual');
    expect(refusedText({ url, redirect: 'error' })).toBe(
      'parameter error: parameter.redirect should be follow or manual;',
    );
  });

  it('are refused when they are a revoked proxy', () => {
    expect(refusal(() => checkRequest(revoked())).code).toBe('INVALID_OPTIONS');
    expect(refusal(() => checkRequest({ url, header: revoked() })).code).toBe('INVALID_OPTIONS');
    expect(refusal(() => checkRequest({ url, method: 'POST', data: revoked() })).code).toBe('INVALID_DATA');
  });

  it('leave the URL as written, whatever it holds', () => {
    for (const written of ['', ' x ', '\uD800', 'a'.repeat(1_000_000)])
      expect(checkRequest({ url: written }).url).toBe(written);
  });
});

describe('the header option', () => {
  const headerOf = (header: unknown): readonly string[] => checkRequest({ url, header }).header;

  it('keeps the spelling of names, and takes text, numbers and booleans', () => {
    expect(headerOf({ 'X-Page': 3, 'x-on': true, Accept: 'a/b' })).toEqual([
      'X-Page',
      '3',
      'x-on',
      'true',
      'Accept',
      'a/b',
    ]);
  });

  it('leaves out null and undefined', () => {
    expect(headerOf({ a: null, b: undefined, c: '' })).toEqual(['c', '']);
  });

  it('lets the last of several spellings win', () => {
    expect(headerOf({ 'X-A': '1', 'x-b': '2', 'x-a': '3', 'X-a': undefined })).toEqual([
      'x-a',
      '3',
      'x-b',
      '2',
    ]);
  });

  it('loses white space at both ends of a value, and none inside', () => {
    expect(headerOf({ a: ' \t b \t c\t ' })).toEqual(['a', 'b \t c']);
  });

  it.each(['a b', 'a:', '', 'ä', 'a\r\nb', ':path', '(x)', 'a\0'])('refuses the name %j', (name) => {
    expect(refusedText({ url, header: { [name]: 'v' } })).toBe(
      `parameter error: parameter.header[${JSON.stringify(name)}] is no header name;`,
    );
  });

  it.each(['a\r\nb: c', 'a\nb', 'a\rb', 'a\0b', '\x7f', '\x1b[31m', '你好', '\uD800'])(
    'refuses the value %j',
    (value) => {
      expect(refusedText({ url, header: { 'x-a': value } })).toBe(
        'parameter error: parameter.header["x-a"] has a character that a header cannot carry;',
      );
    },
  );

  it.each([[{}], [[]], [() => 1], [1n], [Symbol('x')]])(
    'refuses a value of another type (row %#)',
    (value) => {
      expect(refusedText({ url, header: { 'x-a': value } })).toBe(
        'parameter error: parameter.header["x-a"] should be String;',
      );
    },
  );

  it('quotes no more than the beginning of a long name', () => {
    expect(refusedText({ url, header: { [' '.repeat(100_000)]: 'v' } }).length).toBeLessThan(150);
  });

  it('is refused when a line of it cannot be read', () => {
    expect(refusedText({ url, header: throwing('x-a') })).toBe(
      'parameter error: parameter.header["x-a"] cannot be read;',
    );
  });

  it('makes `__proto__` a header like any other, and touches no prototype', () => {
    const header: unknown = JSON.parse('{"__proto__":"p","constructor":"c"}');
    expect(headerOf(header)).toEqual(['__proto__', 'p', 'constructor', 'c']);
    expect(({} as Record<string, unknown>)['p']).toBeUndefined();
  });

  it('trims a value of a million blanks in no time', () => {
    const started = performance.now();
    expect(headerOf({ a: `x${' '.repeat(1_000_000)}x` })[1]).toHaveLength(1_000_002);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('the data option', () => {
  const dataOf = (data: unknown, method = 'POST', header = {}): unknown =>
    checkRequest({ url, method, header, data }).data;
  const form = { 'CONTENT-TYPE': 'Application/X-WWW-Form-Urlencoded; charset=utf-8' };

  it('is copied when the call is made', () => {
    const object = { a: 1 };
    const bytes = Uint8Array.of(1, 2, 3);
    const json = dataOf(object);
    const copy = dataOf(bytes.buffer);
    object.a = 2;
    bytes[0] = 9;
    expect(json).toEqual({ kind: 'text', text: '{"a":1}' });
    expect(copy).toEqual({ kind: 'bytes', bytes: Uint8Array.of(1, 2, 3) });
  });

  it('may be a view: its own bytes are sent', () => {
    const buffer = Uint8Array.of(0, 1, 2, 3, 4, 5).buffer;
    expect(dataOf(new Uint8Array(buffer, 1, 2))).toEqual({ kind: 'bytes', bytes: Uint8Array.of(1, 2) });
    expect(dataOf(new DataView(buffer, 3, 2))).toEqual({ kind: 'bytes', bytes: Uint8Array.of(3, 4) });
    expect(dataOf(new Uint16Array(buffer, 2, 1))).toEqual({ kind: 'bytes', bytes: Uint8Array.of(2, 3) });
    expect(dataOf(new SharedArrayBuffer(2))).toEqual({ kind: 'bytes', bytes: Uint8Array.of(0, 0) });
  });

  it('is text where it is text, a number or a boolean', () => {
    expect(dataOf('a=1')).toEqual({ kind: 'text', text: 'a=1' });
    expect(dataOf(7)).toEqual({ kind: 'text', text: '7' });
    expect(dataOf(false)).toEqual({ kind: 'text', text: 'false' });
    expect(dataOf('')).toEqual({ kind: 'nothing' });
  });

  it('is JSON, form or query by method and content type', () => {
    const data = { a: 'x y', b: { c: [1] }, d: null, e: undefined, f: 1.5, g: true };
    const encoded = ['a=x%20y', 'b=%7B%22c%22%3A%5B1%5D%7D', 'd=null', 'f=1.5', 'g=true'];
    const fields = { kind: 'fields', fields: encoded.map((text) => ({ name: text[0], encoded: text })) };
    expect(dataOf(data, 'GET')).toEqual(fields);
    expect(dataOf(data, 'HEAD')).toEqual(fields);
    expect(dataOf(data, 'POST', form)).toEqual(fields);
    expect(dataOf(data, 'DELETE')).toEqual({ kind: 'text', text: JSON.stringify(data) });
    expect(dataOf(data, 'POST', { 'content-type': 'text/plain' })).toEqual({
      kind: 'text',
      text: JSON.stringify(data),
    });
  });

  it('escapes lone surrogates where JSON can', () => {
    expect(dataOf({ a: '\uD800' })).toEqual({ kind: 'text', text: '{"a":"\\ud800"}' });
  });

  const cycle: { self?: object } = {};
  cycle.self = cycle;
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  it.each<[string, unknown, string]>([
    ['a lone surrogate in text', 'a\uD800', 'POST'],
    ['a lone surrogate in a query value', { a: '\uDC00' }, 'GET'],
    ['a lone surrogate in a query name', { '\uDC00': 1 }, 'GET'],
    ['a cycle', cycle, 'POST'],
    ['a cycle in a query', cycle, 'GET'],
    ['a BigInt', { a: 1n }, 'POST'],
    ['a BigInt in a query', { a: 1n }, 'GET'],
    ['a getter that throws', throwing('a'), 'POST'],
    ['a getter that throws in a query', throwing('a'), 'GET'],
    [
      'a toJSON that throws',
      {
        toJSON: () => {
          throw new Error('hostile');
        },
      },
      'POST',
    ],
    [
      'a toJSON that throws in a query',
      {
        a: {
          toJSON: () => {
            throw new Error('hostile');
          },
        },
      },
      'GET',
    ],
    ['nesting without end', JSON.parse(deep), 'POST'],
    ['bytes with GET', Uint8Array.of(1), 'GET'],
    ['bytes with HEAD', new ArrayBuffer(1), 'HEAD'],
  ])('is refused as invalid data: %s', (_, data, method) => {
    expect(refusal(() => checkRequest({ url, method, data }))).toMatchObject({
      code: 'INVALID_DATA',
      errno: 600010,
      text: 'invalid request data',
    });
  });

  it('leaves out of a query what JSON leaves out of an object', () => {
    expect(dataOf({ f: () => 1, s: Symbol('x'), j: { toJSON: () => undefined } }, 'GET')).toEqual({
      kind: 'nothing',
    });
  });

  it('sends nothing for a toJSON without a value', () => {
    expect(dataOf({ toJSON: () => undefined })).toEqual({ kind: 'nothing' });
  });
});

describe('options of downloadFile', () => {
  it('are url, header, timeout and filePath', () => {
    expect(
      checkDownloadFile({ url, header: { a: 1 }, timeout: 5, filePath: '/usr/a', method: 'POST' }),
    ).toEqual({
      url,
      header: ['a', '1'],
      timeout: 5,
      filePath: '/usr/a',
    });
    expect(checkDownloadFile({ url, filePath: '' }).filePath).toBeUndefined();
  });

  it('are refused like those of request', () => {
    expect(refusal(() => checkDownloadFile(undefined)).text).toBe(
      'parameter error: parameter should be Object instead of Undefined',
    );
    expect(refusal(() => checkDownloadFile({ url, filePath: 7 })).text).toBe(
      'parameter error: parameter.filePath should be String instead of Number;',
    );
  });
});

describe('callbacks', () => {
  it('are read from options of every kind, each once', () => {
    const reads: string[] = [];
    const fail = (): void => undefined;
    const options = new Proxy([], {
      get: (_, name) => {
        reads.push(String(name));
        return name === 'fail' ? fail : 7;
      },
    });
    expect(readCallbacks(options)).toEqual({ success: undefined, fail, complete: undefined });
    expect(reads.toSorted()).toEqual(['complete', 'fail', 'success']);
  });

  it('that are no functions or cannot be read are absent, and spoil no others', () => {
    const complete = (): void => undefined;
    expect(readCallbacks(Object.assign(throwing('success'), { fail: {}, complete }))).toEqual({ complete });
    expect(readCallbacks(revoked())).toEqual({});
    for (const value of [undefined, null, 7, 'x', 7n, Symbol('x'), true])
      expect(readCallbacks(value)).toEqual({});
  });
});

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
});

/** Stands for a proxy that throws; fast-check would trip over the proxy itself. */
class Trap {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const hostile = fc
  .constantFrom('get', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'has')
  .map((name) => new Trap(name));

/** The same value with a proxy in the place of every trap. */
function armed(value: unknown, depth = 2): unknown {
  if (value instanceof Trap) {
    const throws = (): never => {
      throw new RangeError('hostile');
    };
    return new Proxy({ url, a: 1 }, { [value.name]: throws });
  }
  if (depth === 0 || Object.prototype.toString.call(value) !== '[object Object]') return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]) => [name, armed(inner, depth - 1)]),
  );
}

const field = fc.oneof(
  anything,
  hostile,
  fc.constantFrom(null, undefined, url, 'POST', 'get', {}, () => 1),
);

const anyOptions = fc.oneof(
  anything,
  hostile,
  fc.record(
    {
      url: fc.oneof(fc.constant(url), field),
      method: field,
      header: fc.oneof(field, fc.dictionary(fc.string(), field)),
      data: field,
      timeout: field,
      dataType: field,
      responseType: field,
      filePath: field,
    },
    { requiredKeys: [] },
  ),
);

describe('whatever a program gives', () => {
  it('is checked without any other error than a NetworkError', () => {
    fc.assert(
      fc.property(anyOptions, (written) => {
        const options = armed(written);
        for (const check of [checkRequest, checkDownloadFile]) {
          try {
            check(options);
          } catch (error) {
            expect(error).toBeInstanceOf(NetworkError);
            expect(['INVALID_OPTIONS', 'INVALID_DATA']).toContain((error as NetworkError).code);
          }
        }
        readCallbacks(options);
      }),
      { numRuns: 2000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
