import { act, renderHook } from '@testing-library/react';
import type { FeedItem } from '@minigate/runtime/simulator/protocol';
import type { ReactNode } from 'react';
import { SimulationContext } from '../../../src/simulator/feed/simulation-context.tsx';
import { SimulationStore } from '../../../src/simulator/feed/simulation-store.ts';
import { usePanel } from '../../../src/simulator/network/use-panel.ts';
import { Browser } from './browser.ts';
import { row } from './calls.ts';

export const told = (run: number, id: number): FeedItem => ({ kind: 'call', run, row: row({ id }) });

/** The network panel of a page, and what the feed tells it. */
export function panel() {
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
