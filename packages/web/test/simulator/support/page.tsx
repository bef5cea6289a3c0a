import { MantineProvider } from '@mantine/core';
import type { FeedItem, ProgramState } from '@minigate/runtime/simulator/protocol';
import { binance, type PolicyDocument } from '@minigate/policy';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { EditsProvider } from '../../../src/simulator/code/edits.tsx';
import { OpenPlaceProvider } from '../../../src/simulator/code/open-place.tsx';
import { SimulationContext } from '../../../src/simulator/feed/simulation-context.tsx';
import { SimulationStore } from '../../../src/simulator/feed/simulation-store.ts';
import { NewMockProvider } from '../../../src/simulator/mocks/new-mock.tsx';
import { LanguageProvider } from '../../../src/ui/language.tsx';
import { Browser } from './browser.ts';

// What is loaded and asked for may take a while on a machine that does other work beside.
configure({ asyncUtilTimeout: 30_000 });

// What the test's browser lacks, and a field that grows listens to.
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });

/** A part of the page, in what it stands in, after the feed has told these items. */
export function show(content: ReactNode, items: readonly FeedItem[]) {
  const browser = new Browser();
  const store = new SimulationStore(browser);
  browser.tell({ type: 'welcome', simulator: 's1', replayed: false });
  browser.tell({ type: 'batch', number: 1, items });
  browser.draw();
  let number = 1;
  const shown = render(
    <MantineProvider env="test">
      <LanguageProvider>
        <QueryClientProvider client={new QueryClient()}>
          <SimulationContext value={store}>
            <EditsProvider>
              <OpenPlaceProvider onOpen={() => {}}>
                <NewMockProvider onBegin={() => {}}>{content}</NewMockProvider>
              </OpenPlaceProvider>
            </EditsProvider>
          </SimulationContext>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>,
  );
  return {
    ...shown,
    browser,
    store,
    /** The feed tells more. */
    tell(...more: readonly FeedItem[]) {
      number += 1;
      act(() => {
        browser.tell({ type: 'batch', number, items: more });
        browser.draw();
      });
    },
  };
}

/** A program that runs by this policy. */
export function program(policy: PolicyDocument, change: Partial<ProgramState> = {}): FeedItem {
  return {
    kind: 'program',
    program: {
      run: 1,
      state: 'running',
      startedAt: 0,
      name: 'Test',
      appId: 'mp1',
      policy,
      policyOrigin: 'the test',
      profile: binance,
      profiles: ['binance'],
      dropped: 0,
      ...change,
    },
  };
}
