import { cleanup, fireEvent, screen } from '@testing-library/react';
import type { Entry } from '@minigate/runtime/inspector';
import { afterEach, describe, expect, it } from 'vitest';
import { CookiesTab } from '../../src/simulator/details/cookies-tab.tsx';
import { HeadersTab } from '../../src/simulator/details/headers-tab.tsx';
import { QueryTab } from '../../src/simulator/details/query-tab.tsx';
import { call } from './support/calls.ts';
import { judged, policyOf } from './support/denied.ts';
import { show } from './support/page.tsx';

afterEach(cleanup);

const url = 'https://api.example.test/';
const policy = policyOf(['https://api.example.test']);

/** A call whose answer set this many cookies. */
function answered(cookies: number): Entry {
  const lines = Array.from({ length: cookies }, (_, index): [string, string] => [
    'Set-Cookie',
    `c${index}=1; Path=/`,
  ]);
  const entry = judged(url, policy);
  return {
    ...entry,
    hops: entry.hops.map((hop) => ({
      ...hop,
      response: { time: 0, status: 200, protocol: 'h2' as const, headers: { lines, cut: false } },
    })),
  };
}

const rowsOf = (name: string) => screen.getByLabelText(name).querySelectorAll('tr').length;

describe('a list of very many lines in the details', () => {
  it('of headers begins with the first ones, says how many there are, and goes on when it is asked to', () => {
    show(<HeadersTab entry={answered(30_000)} call={call({ url })} />, []);
    expect(rowsOf('Response headers')).toBe(300);
    expect(screen.getByText('These are the first 300 of 30,000.')).toBeDefined();
    fireEvent.click(screen.getByText('Show 300 more'));
    expect(rowsOf('Response headers')).toBe(600);
  });

  it('of cookies begins with the first ones', () => {
    show(<CookiesTab entry={answered(30_000)} />, []);
    expect(rowsOf('Cookies set by responses')).toBe(301);
  });

  it('of a query begins with the first ones, and shows all of a shorter one', () => {
    const query = Array.from({ length: 310 }, (_, index) => `q${index}=1`).join('&');
    show(<QueryTab entry={judged(`${url}?${query}`, policy)} />, []);
    expect(rowsOf('Query')).toBe(300);
    fireEvent.click(screen.getByText('Show 10 more'));
    expect(rowsOf('Query')).toBe(310);
    expect(screen.queryByText(/^Show/)).toBeNull();
  });
});
