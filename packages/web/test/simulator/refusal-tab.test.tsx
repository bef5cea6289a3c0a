import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { RefusalTab } from '../../src/simulator/refusal/refusal-tab.tsx';
import { judged, policyOf } from './support/denied.ts';
import { program, show } from './support/page.tsx';

afterEach(cleanup);

const policy = policyOf(['https://api.example.test']);

describe('a refusal in the details of a call', () => {
  it('says what happened, by which rule, in which list, and what would allow it', () => {
    show(<RefusalTab entry={judged('https://api.example.test:9091/', policy)} />, [program(policy)]);
    const text = document.body.textContent;
    expect(text).toContain('The URL writes a port, and the server domain has none');
    expect(text).toContain('Rule 3: The port as it is written');
    expect(text).toContain('the server domains (one list for all calls), 1 entry');
    expect(text).toContain('The entry https://api.example.test has no port, so the URL must not carry one');
  });

  it('leads the owner to the console, in a tab of its own that is told nothing of this one', () => {
    const consoleUrl = 'https://platform.example.test/console';
    show(<RefusalTab entry={judged('https://api.example.test:9091/', policy)} />, [
      program(policy, { consoleUrl }),
    ]);
    const link = screen.getByRole('link', { name: 'Add to server domains' });
    expect(link.getAttribute('href')).toBe(
      `${consoleUrl}#/mini-programs/mp1/settings/server-domains?add=https%3A%2F%2Fapi.example.test%3A9091`,
    );
    expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual([
      '_blank',
      'noreferrer noopener',
    ]);
  });

  it('names the option of the command where there is no console', () => {
    show(<RefusalTab entry={judged('https://new.example.test/', policy)} />, [program(policy)]);
    expect(screen.queryByRole('link')).toBeNull();
    expect(document.body.textContent).toContain('--domain https://new.example.test');
  });

  it('offers nothing where no server domain would help', () => {
    show(<RefusalTab entry={judged('https://api.binance.com/', policy)} />, [program(policy)]);
    expect(document.body.textContent).toContain('Rule 4: Banned hosts');
    expect(document.body.textContent).not.toContain('--domain');
  });

  it('says that the call would fail in production, where debugging mode let it through', () => {
    show(<RefusalTab entry={judged('https://new.example.test/', policy, { debugging: true })} />, [
      program(policy),
    ]);
    expect(document.body.textContent).toContain('Would fail in production');
  });
});
