import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMocks } from '@minigate/runtime';
import { jsonFaultPlace } from '../../src/simulator/json-fault.ts';

it.each([
  ['{ "mocks": [\n  { "url": "*", "status": 99 },\n  oops ] }', 3, 3],
  ['{ "mocks": [ { "url": "*" "status": 1 } ] }', 1, 27],
  ['{ "mocks": [ { "url": "*", } ] }', 1, 28],
  ['{ "mocks": [1 2] }', 1, 15],
  ['{ "mocks": []', 1, 14],
  ['{ "mocks": [] }\n]', 2, 1],
  ['["a\nb"]', 1, 2],
  ['[01]', 1, 2],
])('a file that is not JSON says from where on: %s', (text, line, column) => {
  expect(jsonFaultPlace(text)).toEqual({ line, column });
  const reading = parseMocks(text);
  expect(reading.ok ? '' : reading.problems[0]).toContain(`from line ${line}, column ${column} on`);
});

it('what is JSON has no mistake before its end', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(jsonFaultPlace(text).column).toBe(text.length + 1);
    }),
  );
});
