import { expect, it } from 'vitest';
import { toHar } from '../../src/inspector/har.ts';
import { createRecorder } from '../../src/inspector/recorder.ts';
import { begin, hop, succeed } from './calls.ts';
import { harFaults } from './har-schema.ts';
import { ScriptedNetwork } from './scripted-network.ts';

const url = 'https://api.example.com/upload';
const headers = ['content-type', 'multipart/form-data; boundary=b'];

it('keeps the size of an upload, and no body', () => {
  const network = new ScriptedNetwork();
  const recorder = createRecorder(network);
  network.emit('call', { id: 1, api: 'uploadFile', url, method: 'POST', time: begin });
  network.emit('send', {
    id: 1,
    hop: 0,
    method: 'POST',
    url,
    headers,
    body: null,
    streamedBytes: 5_000_000_000,
    time: begin,
  });
  network.emit('answer', {
    id: 1,
    hop: 0,
    status: 303,
    headers: ['Location', '/'],
    protocol: 'http1.1',
    time: begin,
  });
  hop(network, 1, 1);
  succeed(network, 1, { api: 'uploadFile' });
  expect(recorder.entries[0]?.hops.map(({ request }) => request?.streamedBytes)).toEqual([
    5_000_000_000,
    undefined,
  ]);

  const har = toHar(recorder.entries, { creator: { name: 'minigate', version: '1.2.3' } });
  expect(harFaults(JSON.parse(JSON.stringify(har)))).toEqual([]);
  expect(har.log.entries.map(({ request }) => [request.method, request.bodySize])).toEqual([
    ['POST', 5_000_000_000],
    ['GET', 0],
  ]);
  expect(har.log.entries[0]?.request).not.toHaveProperty('postData');
});
