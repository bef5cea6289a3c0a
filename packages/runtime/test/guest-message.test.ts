import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGuestMessage } from '../src/bridge/guest-message.ts';
import { withOddValues } from '../src/bridge/odd-values.ts';
import type { Odd } from '../src/bridge/protocol.ts';

describe('a message from the guest', () => {
  test.each([
    '["call",1,"request",{"url":"x"},[]]',
    '["call",2,"downloadFile",null,[[["data","a",0],"NaN"]]]',
    '["call",3,"uploadFile",{"formData":{"a":null}},[[["formData","a"],"NaN"]]]',
    '["call",4,"connectSocket",{"url":"x"},[]]',
    '["call",5,"request",{"url":"x"},[],"at app.js:1:2"]',
    '["verb",5,"sendSocketMessage",{"data":null},[[["data"],"bytes"]],4]',
    '["verb",6,"closeSocket",null,[],4]',
    '["abort",1]',
    '["listen",1,"progress"]',
    '["console","log",["a","b"],""]',
    '["error","m","s","w"]',
    '["unsupported","login"]',
    '["store","k",null]',
  ])('is taken as it is: %s', (text) => {
    expect(readGuestMessage(text)).toEqual(JSON.parse(text));
  });

  test.each([
    '',
    'null',
    '{}',
    '[]',
    '5',
    '["call"]',
    '["call",1.5,"request",{},[]]',
    '["call","1","request",{},[]]',
    '["call",1,"sendSocketMessage",{},[],1]',
    '["call",1,"onOpen",{},[]]',
    '["verb",1,"sendSocketMessage",{},[]]',
    '["verb",1,"sendSocketMessage",{},[],"1"]',
    '["verb",1.5,"closeSocket",{},[],1]',
    '["verb",1,"closeSocket",{},{},1]',
    '["verb",1,"request",{},[],1]',
    '["verb",1,"constructor",{},[],1]',
    '["verb",1,"__proto__",{},[],1]',
    '["socket",1,"open",{}]',
    '["message",1,"text"]',
    '["chunk",1]',
    '["call",1,"toString",{},[]]',
    '["call",1,"request",{},[],5]',
    '["call",1,"__proto__",{},[]]',
    '["call",1,"request",{},{}]',
    '["call",1,"request",{},[["data","NaN"]]]',
    '["call",1,"request",{},[5]]',
    '["abort",null]',
    '["listen",1,"end"]',
    '["console","fatal",[],""]',
    '["console","log","text",""]',
    '["console","log",[5],""]',
    '["console","log",[]]',
    '["error","m","s"]',
    '["store",5,"x"]',
    '["store","k",5]',
    '["unsupported",{}]',
    '["success",1]',
    '["constructor"]',
  ])('is refused: %s', (text) => {
    expect(readGuestMessage(text)).toBeUndefined();
  });

  test('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.jsonValue()).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          readGuestMessage(text);
        },
      ),
    );
  });
});

describe('the values that JSON cannot hold', () => {
  test('are put back where they were, and nowhere else', () => {
    const given = { data: { a: null, list: [null] }, url: null };
    const odd: Odd[] = [
      [['data', 'a'], 'NaN'],
      [['data', 'list', 0], 'Infinity'],
      [['url'], 'symbol'],
      [['data', 'none'], 'NaN'],
      [['none', 'deep'], 'NaN'],
    ];
    const result = withOddValues(given, odd, undefined) as typeof given;
    expect(result.data).toEqual({ a: Number.NaN, list: [Number.POSITIVE_INFINITY] });
    expect(typeof result.url).toBe('symbol');
  });

  test('never reach a prototype of the host, whatever path they name', () => {
    const key = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'a', 0),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.array(key, { maxLength: 4 }),
            fc.constantFrom('NaN' as const, 'bytes' as const, 'function' as const),
          ),
        ),
        (odd) => {
          const before = Reflect.ownKeys(Object.prototype).length + Reflect.ownKeys(Array.prototype).length;
          withOddValues(JSON.parse('{"a":{"b":[1]},"__proto__":{"x":1}}'), odd, undefined);
          expect(Reflect.ownKeys(Object.prototype).length + Reflect.ownKeys(Array.prototype).length).toBe(
            before,
          );
          expect(typeof Object.prototype.toString).toBe('function');
          expect({}.constructor).toBe(Object);
        },
      ),
    );
  });

  test('may have kinds that nobody knows, which are numbers that are none', () => {
    expect(withOddValues({ a: 1 }, [[['a'], 'process' as 'NaN']], undefined)).toEqual({ a: Number.NaN });
  });
});
