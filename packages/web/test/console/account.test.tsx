import type { OwnSession } from '@minigate/platform';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { clientName } from '../../src/console/account/client-name.ts';
import { ok, refusal } from './support/fake-platform.ts';
import { person, platformOf } from './support/people.ts';
import { showConsole } from './support/show-console.tsx';

const path = '/console/v1/account/sessions';
const session = (id: string, userAgent: string, current = false): OwnSession => ({
  id,
  current,
  createdAt: 1,
  usedAt: 1,
  expiresAt: 2,
  address: '192.0.2.7',
  userAgent,
});
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

function withSessions(...sessions: readonly OwnSession[]) {
  return platformOf(person('owner')).on(`GET ${path}`, ok({ sessions }));
}

describe('what a client says of itself', () => {
  it('is told in words that people know', () => {
    expect(clientName(firefox)).toEqual({ client: 'Firefox', system: 'Linux' });
    expect(
      clientName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'),
    ).toEqual({ client: 'Edge', system: 'Windows' });
    expect(
      clientName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1'),
    ).toEqual({ client: 'Safari', system: 'iOS' });
    expect(clientName('')).toEqual({ client: undefined, system: undefined });
  });
});

describe('the own account', () => {
  it('changes its password, for which the present one is asked', async () => {
    const platform = withSessions(session('se1', firefox, true)).on(
      'PUT /console/v1/account/password',
      refusal('WRONG_PASSWORD', 422),
    );
    const { user } = showConsole(platform, '/account');
    await user.type(await screen.findByLabelText(/Current password/), 'an old password');
    await user.type(screen.getByLabelText(/New password/), 'lantern bottle sky');
    await user.click(screen.getByRole('button', { name: 'Change the password' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The current password is wrong');
    expect(screen.getByLabelText<HTMLInputElement>(/New password/).value).toBe('lantern bottle sky');
    platform.on('PUT /console/v1/account/password', ok());
    await user.click(screen.getByRole('button', { name: 'Change the password' }));
    expect(await screen.findByText('Your password has been changed.')).toBeDefined();
    expect(screen.getByLabelText<HTMLInputElement>(/New password/).value).toBe('');
    expect(platform.askedOf('PUT /console/v1/account/password').at(-1)?.body).toEqual({
      present: 'an old password',
      next: 'lantern bottle sky',
    });
  });

  it('lists its sessions, and ends one that is not the present one', async () => {
    const both = [session('se1', firefox, true), session('se2', 'curl/8.0')];
    const platform = withSessions(...both).on(`DELETE ${path}/se2`, ok());
    const { user } = showConsole(platform, '/account');
    const list = within(await screen.findByRole('list', { name: 'Sessions' }));
    expect(list.getByText('Firefox on Linux')).toBeDefined();
    expect(list.getAllByRole('button')).toHaveLength(1);
    platform.on(`GET ${path}`, ok({ sessions: both.slice(0, 1) }));
    await user.click(list.getByRole('button', { name: /End the session of curl/ }));
    await waitFor(() => expect(screen.queryByText('curl')).toBeNull());
    expect(platform.askedOf(`DELETE ${path}/se2`)).toHaveLength(1);
  });

  it('ends all other sessions after a question', async () => {
    const platform = withSessions(session('se1', firefox, true), session('se2', 'curl/8.0')).on(
      `DELETE ${path}`,
      ok(),
    );
    const { user } = showConsole(platform, '/account');
    await user.click(await screen.findByRole('button', { name: 'End all others' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'End all other sessions?' }));
    await user.click(dialog.getByRole('button', { name: 'End all others' }));
    expect(await screen.findByText('All other sessions are ended.')).toBeDefined();
  });
});
