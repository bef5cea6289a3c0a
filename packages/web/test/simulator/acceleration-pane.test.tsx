import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { AccelerationPane } from '../../src/simulator/acceleration/acceleration-pane.tsx';
import { latencyPoints } from '../../src/simulator/model/latencies.ts';
import { acceleration } from './support/acceleration.ts';
import { show } from './support/page.tsx';

afterEach(cleanup);

describe('the acceleration pane', () => {
  it('says who may be accelerated where nothing is', () => {
    show(<AccelerationPane />, [acceleration(), { kind: 'acceleration' }]);
    expect(screen.getByText('Nothing is accelerated')).toBeDefined();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('shows which candidate is in use, and which one is ejected, why and for how long', () => {
    show(<AccelerationPane />, [acceleration()]);
    const rows = within(screen.getByRole('table', { name: 'Candidates' })).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'ServerRegionWeightPriorityStateExpectedAnswersFailures',
      'https://fast.example.test · in useeu20healthy42 ms12 (100 %)0',
      expect.stringMatching(
        /^https:\/\/bad\.example\.test10ejected · Its certificate is not good\. · for 3,\d{3} s–01$/,
      ),
    ]);
  });

  it('counts', () => {
    show(<AccelerationPane />, [acceleration()]);
    const terms = document.querySelector('dl[aria-label="Counted since the cold start"]')?.textContent;
    expect(terms).toBe(
      'Calls12Repeated1Sent twice as late2Raced connections3To the origin itself4Panics5Probes7Ejections1',
    );
  });

  it('tells what happened, the newest first, with the words of the engine as text', () => {
    show(<AccelerationPane />, [acceleration()]);
    const table = screen.getByRole('table', { name: 'Decisions and their reasons' });
    const [, newest, oldest] = within(table).getAllByRole('row');
    expect(newest?.textContent).toContain('ejectedhttps://bad.example.test');
    expect(newest?.textContent).toContain('<b>Other names.</b> Get one that names this host.');
    expect(oldest?.textContent).toContain('Nothing is measured: by priority, weight and region.');
  });

  it('says so where all are used although they are ill', () => {
    show(<AccelerationPane />, [acceleration({ panic: true })]);
    expect(screen.getByRole('status').textContent).toMatch(/^So many candidates are ejected/);
  });
});

describe('the chart of latencies', () => {
  it('has first bytes and connections of all candidates, in the order of time', () => {
    const item = acceleration();
    const state = item.kind === 'acceleration' ? item.acceleration : undefined;
    expect(state && latencyPoints(state)).toEqual([
      { time: 1_700_000_000_000, connect0: 80 },
      { time: 1_700_000_000_010, first0: 42 },
    ]);
  });
});
