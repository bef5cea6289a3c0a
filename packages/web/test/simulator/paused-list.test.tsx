import { act, cleanup, renderHook } from '@testing-library/react';
import type { FeedItem } from '@minigate/runtime/simulator/protocol';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { SimulationContext } from '../../src/simulator/feed/simulation-context.tsx';
import { SimulationStore } from '../../src/simulator/feed/simulation-store.ts';
import { usePanel } from '../../src/simulator/network/use-panel.ts';
import { Browser } from './support/browser.ts';
import { row } from './support/calls.ts';
import { policyOf } from './support/denied.ts';
import { program } from './support/page.tsx';

afterEach(cleanup);

const told = (run: number, id: number): FeedItem => ({ kind: 'call', run, row: row({ id }) });

/** The network panel of a page, and what the feed tells it. */
function panel() {
  const browser = new Browser();
  const store = new SimulationStore(browser);
  browser.tell({ type: 'welcome', simulator: 's1', replayed: false });
  let number = 0;
  const tell = (...items: FeedItem[]) =>
    act(() => {
      number += 1;
      browser.tell({ type: 'batch', number, items });
      browser.draw();
    });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <SimulationContext value={store}>{children}</SimulationContext>
  );
  const { result } = renderHook(usePanel, { wrapper });
  return { result, tell, keys: () => result.current.shown.map(({ key }) => key) };
}

describe('a paused list of calls', () => {
  it('stays as it was over a cold start and when calls are cleared, and counts what came since', () => {
    const { result, tell, keys } = panel();
    tell(program(policyOf([])), told(1, 1), told(1, 2));
    act(() => result.current.setPaused(true));
    tell(program(policyOf([]), { run: 2 }), told(2, 1));
    expect([keys(), result.current.newer]).toEqual([['1:1', '1:2'], 1]);
    tell({ kind: 'cleared', upTo: 2 }, told(2, 2));
    expect(keys()).toEqual(['1:1', '1:2']);
    act(() => result.current.setPaused(false));
    expect(keys()).toEqual(['2:2']);
  });

  it('holds the calls of the present run alone where earlier ones were not shown', () => {
    const { result, tell, keys } = panel();
    tell(program(policyOf([]), { run: 2 }), told(1, 1), told(2, 1));
    act(() => result.current.setPaused(true));
    expect([keys(), result.current.newer]).toEqual([['2:1'], 0]);
  });
});
