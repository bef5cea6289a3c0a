import type { Entry, MockRule } from '@minigate/runtime/inspector';
import { describe, expect, it } from 'vitest';
import { formOf, mockFrom, newMock, ruleOf } from '../../src/simulator/model/mock-form.ts';

describe('the form of a mock answer', () => {
  it.each<MockRule>([
    { url: 'https://api.example.test/*' },
    { url: '*', name: 'slow', delay: 500, status: 503, body: 'busy', enabled: false },
    { url: 'https://a.example.test/', api: 'request', method: 'POST', json: { a: [1] }, id: 'x' },
    { url: 'wss://a.example.test/*', api: 'connectSocket', fault: 'refused' },
    { url: '*', headers: { 'X-A': '1', 'Set-Cookie': ['a=1', 'b=2'] }, file: 'mocks/a.bin' },
  ])('gives back the rule %j as it was', (rule) => {
    expect(ruleOf(formOf(rule))).toEqual({ rule });
  });

  it('says what is wrong in the sentences of the file', () => {
    expect(ruleOf({ ...newMock, url: 'api.example.test' })).toEqual({
      problems: ['url must begin at character 1 with https://, http://, wss://, ws:// or *.'],
    });
    expect(ruleOf({ ...newMock, url: '*', body: '{' })).toEqual({
      problems: [expect.stringMatching(/^The body is not JSON: /)],
    });
  });

  it('begins with what a call got', () => {
    const entry: Entry = {
      id: 1,
      api: 'request',
      url: 'https://api.example.test/x?y=1#z',
      method: 'POST',
      calledAt: 0,
      state: 'settled',
      waited: 0,
      bodyBytes: 7,
      body: { content: '{"a":1}', length: 7, cut: false },
      hops: [
        {
          hop: 0,
          url: 'https://api.example.test/x?y=1',
          response: {
            time: 1,
            status: 404,
            protocol: 'http1.1',
            headers: { lines: [['Content-Type', 'application/json; charset=utf-8']], cut: false },
          },
        },
      ],
    };
    expect(ruleOf(mockFrom(entry))).toEqual({
      rule: {
        api: 'request',
        method: 'POST',
        url: 'https://api.example.test/x?y=1',
        status: 404,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        json: { a: 1 },
      },
    });
    expect(ruleOf(mockFrom({ ...entry, api: 'connectSocket', url: 'wss://a.example.test/' }))).toMatchObject({
      rule: { api: 'connectSocket', fault: 'timeout' },
    });
  });

  it('is for the URL on the wire, where `data` of a GET is in the query', () => {
    const headers = { lines: [], cut: false };
    const sent = 'https://api.example.test/x?from=demo';
    const entry: Entry = {
      id: 1,
      api: 'request',
      url: 'https://API.example.test/x',
      method: 'GET',
      calledAt: 0,
      state: 'running',
      waited: 0,
      bodyBytes: 0,
      hops: [{ hop: 0, url: sent, request: { time: 1, method: 'GET', headers } }],
    };
    expect(mockFrom(entry).url).toBe(sent);
  });
});
