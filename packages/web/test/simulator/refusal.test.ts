import { describe, expect, it } from 'vitest';
import rules from '../../../../docs/rules.md?raw';
import { addInConsole, askedList, refusalsOf } from '../../src/simulator/model/refusal.ts';
import { judged, policyOf } from './support/denied.ts';
import { ruleTitles } from '../../src/simulator/refusal/rules.messages.ts';

describe('the explanation of a refusal', () => {
  const policy = policyOf(['https://api.example.test']);

  it('names the rule, the nearest entry and the entry that would allow the call', () => {
    const [refusal] = refusalsOf(judged('https://API.example.test:9091/x', policy));
    expect(refusal).toMatchObject({
      rule: 3,
      reasonCode: 'PORT_NOT_PERMITTED',
      nearest: 'https://api.example.test',
      entry: 'https://api.example.test:9091',
      enforced: true,
    });
  });

  it('offers a wss entry for a socket', () => {
    const [refusal] = refusalsOf(judged('wss://push.example.test/x', policy, { api: 'connectSocket' }));
    expect(refusal?.entry).toBe('wss://push.example.test');
  });

  it('offers no entry where none can help', () => {
    const urls = ['https://api.binance.com/', 'https://10.0.0.1/', 'https:/one', 'https://localhost/'];
    expect(urls.flatMap((url) => refusalsOf(judged(url, policy))).map((refusal) => refusal.entry)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('says that debugging mode let a call through', () => {
    const [refusal] = refusalsOf(judged('https://other.example.test/', policy, { debugging: true }));
    expect(refusal).toMatchObject({ rule: 1, enforced: false, entry: 'https://other.example.test' });
  });

  it('knows which list was asked', () => {
    expect(askedList(policy, 'uploadFile')).toEqual({
      api: undefined,
      entries: ['https://api.example.test'],
    });
    const separate = policyOf({ request: ['https://a.example.test'] });
    expect(askedList(separate, 'connectSocket')).toEqual({
      api: 'request',
      entries: ['https://a.example.test'],
    });
    expect(askedList(separate, 'uploadFile')).toEqual({ api: 'uploadFile', entries: [] });
  });

  it('leads to the console with the entry filled in', () => {
    expect(
      addInConsole('https://platform.example.test/console', 'mp1', 'https://a.example.test:1', 'request'),
    ).toBe(
      'https://platform.example.test/console#/mini-programs/mp1/settings/server-domains?add=https%3A%2F%2Fa.example.test%3A1&api=request',
    );
    expect(addInConsole('javascript:alert(1)', 'mp1', 'https://a.example.test', undefined)).toBeUndefined();
  });

  it('calls the rules what docs/rules.md calls them', () => {
    const titles = [...rules.matchAll(/^### (\d+)\. (.+)$/gm)].map(([, number, title]) => [number, title]);
    expect(Object.entries(ruleTitles.en)).toEqual(titles);
  });
});
