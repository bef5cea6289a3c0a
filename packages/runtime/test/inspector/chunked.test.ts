import { expect, it } from 'vitest';
import { toHar } from '../../src/inspector/har.ts';
import { createRecorder } from '../../src/inspector/recorder.ts';
import { begin, call, hop } from './calls.ts';
import { harFaults } from './har-schema.ts';
import { ScriptedNetwork } from './scripted-network.ts';

it('keeps the size of an answer that was told in chunks, and says that its text is not there', () => {
  const network = new ScriptedNetwork();
  const recorder = createRecorder(network);
  call(network, 1, 'https://api.example.com/');
  hop(network, 1, 0);
  const result = { errMsg: 'request:ok' };
  network.emit('settle', {
    id: 1,
    api: 'request',
    outcome: 'success',
    result,
    bodyBytes: 5000,
    time: begin + 45,
  });
  const har = toHar(recorder.entries, { creator: { name: 'minigate', version: '1.2.3' } });
  expect(harFaults(JSON.parse(JSON.stringify(har)))).toEqual([]);
  expect(har.log.entries[0]?.response.content).toEqual({
    size: 5000,
    mimeType: 'text/plain',
    comment: 'Told in chunks; not recorded.',
  });
});
