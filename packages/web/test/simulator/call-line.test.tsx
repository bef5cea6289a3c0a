import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { CallLine } from '../../src/simulator/network/call-line.tsx';
import { call } from './support/calls.ts';
import { show } from './support/page.tsx';

afterEach(cleanup);

function line(): { readonly row: HTMLElement; readonly selected: string[] } {
  const selected: string[] = [];
  show(
    <CallLine
      {...{ id: 'line', call: call(), index: 0, start: 0, selected: false, template: '1fr', now: 0 }}
      columns={['name']}
      span={{ from: 1000, to: 2000 }}
      onSelect={({ key }) => selected.push(key)}
    />,
    [],
  );
  return { row: screen.getByRole('row'), selected };
}

describe('a line of the list of calls', () => {
  it('is chosen when the mouse is pressed on it: until it is let go, the line may be elsewhere', () => {
    const { row, selected } = line();
    fireEvent.pointerDown(row, { pointerType: 'mouse', button: 0 });
    expect(selected).toEqual(['1:1']);
  });

  it('is not chosen by a finger that is about to scroll, nor by another button', () => {
    const { row, selected } = line();
    fireEvent.pointerDown(row, { pointerType: 'touch', button: 0 });
    fireEvent.pointerDown(row, { pointerType: 'mouse', button: 2 });
    expect(selected).toEqual([]);
    fireEvent.click(row);
    expect(selected).toEqual(['1:1']);
  });
});
