import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../src/index.ts';
import { anyUrl, documentOf, expectSameTarget, path, runs } from './spelling.ts';

const document = documentOf();

describe('a redirect', () => {
  const bases = [
    'https://myserver.com/a/b?c',
    'https://myserver.com/',
    'https://myserver.com//x/y',
    'https://myserver.com/a/',
  ];
  const location = fc.oneof(
    path,
    fc
      .array(fc.constantFrom('..', '.', '/', 'a', '?', '#', 'x=1', ';', ':', '%2e', '//'), { maxLength: 8 })
      .map((parts) => parts.join('')),
    anyUrl,
  );

  it('leads where new URL(location, base) leads, or nowhere', () => {
    const followed = { count: 0 };
    fc.assert(
      fc.property(location, fc.constantFrom(...bases), (text, from) => {
        // Node's own parser leaves `..` alone behind a segment such as `.x`, unless the URL is relative.
        fc.pre(!/(?:^|\/)\.[^./?#]/.test(text));
        const first = decide(document, 'request', from);
        const decision = decide(document, 'request', text, { base: first.target, debugging: true });
        if (decision.target === undefined) return;
        followed.count += 1;
        expectSameTarget(decision, new URL(text, from).href);
      }),
      runs,
    );
    expect(followed.count).toBeGreaterThan(runs.numRuns / 10);
  });

  it('without an authority keeps the written one, which new URL() would lose', () => {
    const from = { appId: 'demo', version: 1, serverDomains: ['https://myserver.com:443'] };
    const first = decide(from, 'request', 'https://MyServer.com:443/a');
    const second = decide(from, 'request', 'b', { base: first.target });
    expect(second).toMatchObject({
      verdict: 'allow',
      target: { authority: 'MyServer.com:443', explicitPort: '443', path: '/b' },
    });
    expect(decide(from, 'request', 'https://myserver.com/b', { base: first.target }).reason).toBe(
      'PORT_MISSING',
    );
  });
});
