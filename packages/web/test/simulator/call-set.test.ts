import type { Entry } from '@minigate/runtime/inspector';
import { expect, it } from 'vitest';
import { callSetOf } from '../../src/simulator/network/call-set.ts';

it('The calls of a HAR file say where they were made, and which mock answer they got', () => {
  const entry: Entry = {
    id: 3,
    api: 'request',
    url: 'https://api.example.test/',
    method: 'GET',
    calledAt: 0,
    state: 'settled',
    waited: 0,
    bodyBytes: 0,
    source: 'app.js:1:2',
    hops: [{ hop: 0, url: 'https://api.example.test/', mock: 'made up' }],
  };
  const { calls } = callSetOf('calls.har', [entry], []);
  expect(calls[0]?.row).toMatchObject({ id: 3, source: 'app.js:1:2', mock: 'made up' });
});
