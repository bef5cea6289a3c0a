import { act, cleanup } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { policyOf } from './support/denied.ts';
import { program } from './support/page.tsx';
import { panel, told } from './support/panel.tsx';

afterEach(cleanup);

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
