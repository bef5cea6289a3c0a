import { describe, expect, it } from 'vitest';
import { consoleScreens } from '../../../../test/browser/support/screens/console-screens.ts';
import { simulatorScreens } from '../../../../test/browser/support/screens/simulator-screens.ts';
import { openPlaces } from '../../src/console/entrance.tsx';
import { consolePlaces } from '../../src/console/places.tsx';
import { allPanes } from '../../src/simulator/layout/panes.tsx';

describe('the screens that are looked at', () => {
  it('are in every place of the console', () => {
    const seen = consoleScreens.filter(({ name }) => name !== 'nothing-here').map(({ place }) => place);
    expect(new Set(seen)).toEqual(new Set([...openPlaces, ...consolePlaces]));
  });

  it('have a picture of their own each', () => {
    const names = [...consoleScreens, ...simulatorScreens].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are in every pane of the simulator', () => {
    expect(new Set(simulatorScreens.map(({ pane }) => pane))).toEqual(new Set(allPanes));
  });
});
