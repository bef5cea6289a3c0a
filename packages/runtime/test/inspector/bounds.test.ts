import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry, RecordedBody, RecordedHeaders } from '../../src/inspector/protocol.ts';
import { createRecorder, type Recorder, type RecorderLimits } from '../../src/inspector/recorder.ts';
import { allowed, begin, fail, hop, succeed } from './calls.ts';
import { ScriptedNetwork } from './scripted-network.ts';

const limits = { entries: 5, body: 300, bodies: 1000, text: 200, headers: 400, heads: 30_000 };

/** More than one call can put into the heads: what the oldest that is under way may take beyond the limit. */
const oneCall = 20_000;

const amount = fc.nat(2000);
const text = amount.map((length) => 'x'.repeat(length));
const bytes = amount.map((length) => new Uint8Array(length));
const headers = fc
  .array(fc.nat(500), { maxLength: 30 })
  .map((lengths) => lengths.flatMap((length, index) => [`h${index}`, 'y'.repeat(length)]));

const script = fc.record({
  url: text.map((path) => `https://user:${path}@api.example.com/${path}`),
  sent: fc.option(fc.oneof(text, bytes), { nil: undefined }),
  headers,
  answer: headers,
  hops: fc.nat(3),
  body: fc.oneof(
    text,
    bytes.map(({ buffer }) => buffer),
  ),
  ending: fc.constantFrom('success', 'fail', 'later'),
});

const bodiesOf = ({ hops, body }: Entry): RecordedBody[] =>
  [body, ...hops.map(({ request }) => request?.body)].filter((found) => found !== undefined);

const headersOf = ({ hops }: Entry): RecordedHeaders[] =>
  hops
    .flatMap(({ request, response }) => [request?.headers, response?.headers])
    .filter((found) => found !== undefined);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function charactersOf({ lines }: RecordedHeaders): number {
  return sum(lines.map(([name, value]) => name.length + value.length));
}

function headOf(entry: Entry): number {
  return (
    entry.url.length +
    sum(entry.hops.map(({ url }) => url.length)) +
    sum(headersOf(entry).map((found) => charactersOf(found) + 100 * found.lines.length))
  );
}

function expectWithin(recorder: Recorder, most: Required<RecorderLimits>, underWay: number): void {
  const { entries } = recorder;
  expect(entries.length).toBeLessThanOrEqual(Math.max(most.entries, underWay));
  const bodies = entries.flatMap(bodiesOf);
  expect(Math.max(0, ...bodies.map(({ content }) => content.length))).toBeLessThanOrEqual(most.body);
  expect(sum(bodies.map(({ content }) => content.length))).toBeLessThanOrEqual(most.bodies);
  for (const { content, length, cut } of bodies) expect(content.length < length).toBe(cut);
  for (const found of entries.flatMap(headersOf)) {
    expect(charactersOf(found)).toBeLessThanOrEqual(most.headers);
  }
  const texts = entries.flatMap(({ url, hops }) => [url, ...hops.map((found) => found.url)]);
  expect(Math.max(0, ...texts.map(({ length }) => length))).toBeLessThanOrEqual(most.text + 1);
  expect(sum(entries.map(headOf))).toBeLessThanOrEqual(most.heads + oneCall * (underWay + 1));
}

it('keeps within its limits after every call, whatever programs and servers send', () => {
  fc.assert(
    fc.property(fc.array(script, { maxLength: 40 }), (scripts) => {
      const network = new ScriptedNetwork();
      const recorder = createRecorder(network, limits);
      let underWay = 0;
      for (const [id, { url, sent, ending, hops, body, ...lines }] of scripts.entries()) {
        network.emit('call', { id, api: 'request', url, method: 'POST', time: begin });
        network.emit('decision', { id, hop: 0, url, decision: allowed, time: begin });
        for (let number = 0; number <= hops; number += 1)
          hop(network, id, number, { ...lines, url, body: sent });
        if (ending === 'success') succeed(network, id, { body });
        else if (ending === 'fail') fail(network, id, 'CONNECTION_RESET', url);
        else underWay += 1;
        expectWithin(recorder, limits, underWay);
        expect(recorder.entries.length + recorder.dropped).toBe(id + 1);
      }
    }),
    { numRuns: 200 },
  );
});

it('counts what holds the texts too: answers with many empty headers make room like long ones', () => {
  const network = new ScriptedNetwork();
  const recorder = createRecorder(network, { heads: 1_000_000 });
  const answer = Array.from({ length: 2000 }, (_, index) => (index % 2 === 0 ? 'a' : ''));
  for (let id = 0; id < 100; id += 1) {
    network.emit('call', { id, api: 'request', url: 'https://api.example.com/', method: 'GET', time: begin });
    hop(network, id, 0, { answer });
    succeed(network, id);
  }
  expect(recorder.entries.length).toBeLessThan(15);
  expect(recorder.entries.length + recorder.dropped).toBe(100);
});
