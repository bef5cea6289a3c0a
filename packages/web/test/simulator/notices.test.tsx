import { act, cleanup, screen } from '@testing-library/react';
import { type FeedItem, tooManyPages } from '@minigate/runtime/simulator/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { Notices } from '../../src/simulator/layout/notices.tsx';
import { row } from './support/calls.ts';
import { policyOf } from './support/denied.ts';
import { program, show } from './support/page.tsx';

afterEach(cleanup);

const device: FeedItem = {
  kind: 'device',
  device: {
    lifecycle: 'foreground',
    connection: 'wifi',
    conditions: { preset: 'none', latency: 0, loss: 0, offline: false },
    debugging: true,
    firstParty: 'policy',
    profile: 'policy',
    clockOffset: 0,
  },
};

describe('debugging mode', () => {
  it('counts the calls of this run that would fail in production, and none of an earlier one', () => {
    const wouldFail = (run: number, id: number): FeedItem => ({
      kind: 'call',
      run,
      row: row({ id, wouldFail: true }),
    });
    show(<Notices />, [
      program(policyOf([]), { run: 2 }),
      device,
      wouldFail(1, 1),
      wouldFail(1, 2),
      wouldFail(2, 1),
    ]);
    expect(screen.getByRole('status').textContent).toContain('1 call would fail in production');
  });
});

describe('a page that is told nothing', () => {
  it('says that the connection is lost', () => {
    const { browser } = show(<Notices />, []);
    act(() => browser.lose());
    expect(screen.getByRole('alert').textContent).toContain('The connection to the simulator is lost');
  });

  it('says that there are too many pages, and what to do', () => {
    const { browser } = show(<Notices />, []);
    act(() => browser.lose(tooManyPages));
    const { textContent } = screen.getByRole('alert');
    expect(textContent).toContain('Too many pages of this simulator are open');
    expect(textContent).toContain('close one');
  });
});
