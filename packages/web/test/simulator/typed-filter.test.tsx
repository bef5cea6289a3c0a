import { act, cleanup, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { everyCall } from '../../src/simulator/model/call-filter.ts';
import { policyOf } from './support/denied.ts';
import { program } from './support/page.tsx';
import { panel, told } from './support/panel.tsx';

afterEach(cleanup);

it('A regular expression that is typed filters the calls as soon as it can be read', async () => {
  const { result, tell, keys } = panel();
  tell(program(policyOf([])), told(1, 1), told(1, 2), told(1, 12));
  act(() => result.current.setFilter({ ...everyCall, text: '/2$/' }));
  await waitFor(() => expect(keys()).toEqual(['1:2', '1:12']));
  act(() => result.current.setFilter({ ...everyCall, text: '/(/' }));
  expect(result.current.faults).toEqual(['/(/']);
});
