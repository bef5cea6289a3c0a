import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { cleanup, configure, render } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import { afterEach } from 'vitest';
import { Console } from '../../../src/console/console.tsx';
import { LanguageProvider } from '../../../src/ui/language.tsx';
import type { FakePlatform } from './fake-platform.ts';

// A screen that is loaded when it is first shown may take a while on a machine that does other work beside.
configure({ asyncUtilTimeout: 30_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});

interface Shown {
  readonly user: UserEvent;
  /** How often the page was begun anew. */
  readonly reloads: () => number;
  /** Takes the page away, as a reload does. */
  readonly close: () => void;
}

/** Shows the console at a place, such as `/teams/tm1`. */
export function showConsole(platform: FakePlatform, place = '/'): Shown {
  window.location.hash = `#${place}`;
  let count = 0;
  const { unmount } = render(
    <MantineProvider env="test">
      <LanguageProvider>
        <Notifications />
        <Console
          fetch={platform.fetch}
          reload={() => {
            count += 1;
          }}
        />
      </LanguageProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup({ delay: null }), reloads: () => count, close: unmount };
}

/** Goes to a place, as somebody does who writes it into the address. */
export function goTo(place: string): void {
  window.location.hash = `#${place}`;
}

/** Takes the connection away for a moment: afterwards everything that is shown is read anew. */
export function loseConnection(): void {
  window.dispatchEvent(new Event('offline'));
  window.dispatchEvent(new Event('online'));
}
