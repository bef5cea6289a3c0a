import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CopyMenu } from '../../src/simulator/details/copy-menu.tsx';
import { judged, policyOf } from './support/denied.ts';
import { show } from './support/page.tsx';

const url = 'https://api.example.test/a?b=c';

/** Whether the browser lets the page write to the clipboard. */
async function permit(state: 'granted' | 'denied'): Promise<void> {
  const name: string = 'clipboard-write';
  Object.assign(await navigator.permissions.query({ name: name as PermissionName }), { state });
}

beforeEach(() => navigator.clipboard.writeText('what was there before'));

afterEach(async () => {
  cleanup();
  await permit('granted');
});

async function copyUrl(): Promise<void> {
  show(<CopyMenu entry={judged(url, policyOf([]))} />, []);
  fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy the URL' }));
}

describe('what is copied of a call', () => {
  it('is on the clipboard', async () => {
    await copyUrl();
    await expect.poll(() => navigator.clipboard.readText()).toBe(url);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is shown to be copied by hand where the clipboard refuses it', async () => {
    await permit('denied');
    await copyUrl();
    expect(
      await screen.findByRole('dialog', { name: 'The browser did not let this page copy' }),
    ).toBeTruthy();
    expect(screen.getByLabelText<HTMLTextAreaElement>('Text to copy').value).toBe(url);
    expect(await navigator.clipboard.readText()).toBe('what was there before');
  });
});
