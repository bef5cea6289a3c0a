import type { Member } from '@minigate/platform';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ok, refusal } from './support/fake-platform.ts';
import { coffee, person, platformOf } from './support/people.ts';
import { showConsole } from './support/show-console.tsx';

const ana: Member = { userId: 'us1', name: 'Ana', email: 'ana@example.test', role: 'owner', since: 1 };
const bo: Member = { userId: 'us2', name: 'Bo', email: 'bo@example.test', role: 'developer', since: 1 };
const path = '/console/v1/teams/tm1';

function teamOf(...members: readonly Member[]) {
  return platformOf(person('owner'))
    .on(`GET ${path}/members`, ok({ members }))
    .on(`GET ${path}/invitations`, ok({ invitations: [] }));
}

describe('the members of a team', () => {
  it('have roles that an owner changes after a question', async () => {
    const platform = teamOf(ana, bo).on(`PATCH ${path}/members/us2`, ok());
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.selectOptions(await screen.findByLabelText('Role of Bo'), 'owner');
    const dialog = await screen.findByRole('dialog', { name: 'Give Bo the role Owner?' });
    expect(platform.askedOf(`PATCH ${path}/members/us2`)).toEqual([]);
    platform.on(`GET ${path}/members`, ok({ members: [ana, { ...bo, role: 'owner' }] }));
    await user.click(within(dialog).getByRole('button', { name: 'Change the role' }));
    await waitFor(() => expect(screen.getByLabelText<HTMLSelectElement>('Role of Bo').value).toBe('owner'));
    expect(platform.askedOf(`PATCH ${path}/members/us2`)[0]?.body).toEqual({ role: 'owner' });
  });

  it('are removed after a question, and stay where it is cancelled', async () => {
    const platform = teamOf(ana, bo).on(`DELETE ${path}/members/us2`, ok());
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.click(await screen.findByRole('button', { name: 'More actions for Bo' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove from the team' }));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: 'More actions for Bo' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove from the team' }));
    platform.on(`GET ${path}/members`, ok({ members: [ana] }));
    await user.click(await screen.findByRole('button', { name: 'Remove from the team' }));
    await waitFor(() => expect(screen.queryByText(/bo@example.test/)).toBeNull());
    expect(platform.askedOf(`DELETE ${path}/members/us2`)).toHaveLength(1);
  });

  it('keep their last owner, and say why', async () => {
    showConsole(teamOf(ana, bo), '/teams/tm1/members');
    expect(await screen.findByText(/The last owner: make somebody else an owner/)).toBeDefined();
    expect(screen.queryByLabelText('Role of Ana')).toBeNull();
    expect(screen.queryByRole('button', { name: 'More actions for Ana' })).toBeNull();
    expect(screen.getByLabelText('Role of Bo')).toBeDefined();
  });

  it('show the refusal in the question where somebody else was faster', async () => {
    const platform = teamOf(ana, { ...bo, role: 'owner' }).on(
      `PATCH ${path}/members/us2`,
      refusal('LAST_OWNER', 409),
    );
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.selectOptions(await screen.findByLabelText('Role of Bo'), 'viewer');
    await user.click(await screen.findByRole('button', { name: 'Change the role' }));
    const alert = within(await screen.findByRole('dialog')).findByRole('alert');
    expect((await alert).textContent).toContain('A team needs an owner');
  });

  it('get a link for a new password from an owner', async () => {
    const url = 'https://console.example.test/console#/password-reset/x';
    const made = { linkId: 'ln1', email: bo.email, expiresAt: 1_800_000_000_000, url, mailed: false };
    const platform = teamOf(ana, bo).on(`POST ${path}/members/us2/password-reset`, ok(made));
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.click(await screen.findByRole('button', { name: 'More actions for Bo' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Create a password reset link' }));
    expect(await screen.findByText(url)).toBeDefined();
  });

  it('can be looked at by viewers, who are told why they change nothing', async () => {
    const platform = teamOf(ana, bo).on('GET /console/v1/session', ok(person('viewer')));
    showConsole(platform, '/teams/tm1/members');
    expect(await screen.findByText(/changes take an owner of the team/)).toBeDefined();
    expect(await screen.findByText(/bo@example.test/)).toBeDefined();
    expect(screen.queryByRole('combobox')).toBeNull();
    expect(screen.queryByLabelText(/E-mail address/)).toBeNull();
    expect(platform.askedOf(`GET ${path}/invitations`)).toEqual([]);
  });
});

describe('invitations into a team', () => {
  const made = { linkId: 'ln1', email: 'cy@example.test', expiresAt: 1_800_000_000_000 };

  it('show their link this once where there is no mail server', async () => {
    const url = 'https://console.example.test/console#/invitation/x';
    const platform = teamOf(ana).on(`POST ${path}/invitations`, ok({ ...made, url, mailed: false }));
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.type(await screen.findByLabelText(/E-mail address/), 'cy@example.test');
    await user.selectOptions(screen.getByLabelText('Role', { exact: true }), 'viewer');
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    expect(await screen.findByText(url)).toBeDefined();
    expect(platform.askedOf(`POST ${path}/invitations`)[0]?.body).toEqual({
      email: 'cy@example.test',
      role: 'viewer',
    });
    expect(screen.getByLabelText<HTMLInputElement>(/E-mail address/).value).toBe('');
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByText(url)).toBeNull();
  });

  it('say that they were mailed where there is one', async () => {
    const platform = teamOf(ana).on(`POST ${path}/invitations`, ok({ ...made, url: null, mailed: true }));
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.type(await screen.findByLabelText(/E-mail address/), 'cy@example.test');
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    expect(await screen.findByText('Mailed to cy@example.test')).toBeDefined();
  });

  it('keep the address that was typed over an error and a reload', async () => {
    const platform = teamOf(ana).on(`POST ${path}/invitations`, refusal('QUOTA_EXCEEDED', 429));
    const { user, close } = showConsole(platform, '/teams/tm1/members');
    await user.type(await screen.findByLabelText(/E-mail address/), 'cy@example.test');
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The quota is used up');
    close();
    showConsole(platform, '/teams/tm1/members');
    const again = await screen.findByLabelText<HTMLInputElement>(/E-mail address/);
    expect(again.value).toBe('cy@example.test');
  });

  it('can be revoked', async () => {
    const open = { ...made, role: 'viewer', createdAt: 1 };
    const platform = teamOf(ana)
      .on(`GET ${path}/invitations`, ok({ invitations: [open] }))
      .on(`DELETE ${path}/invitations/ln1`, ok());
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.click(
      await screen.findByRole('button', { name: 'Revoke the invitation for cy@example.test' }),
    );
    platform.on(`GET ${path}/invitations`, ok({ invitations: [] }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('No open invitations.')).toBeDefined();
  });
});

describe('a team', () => {
  it('is made by anybody, who is its owner then', async () => {
    const platform = platformOf(person()).on('POST /console/v1/teams', () => {
      platform.on('GET /console/v1/session', ok(person('owner')));
      return ok(coffee);
    });
    const { user } = showConsole(platform);
    await screen.findByText('You are not in a team yet');
    await user.click(screen.getByRole('button', { name: 'New team' }));
    await user.type(await screen.findByLabelText(/Team name/), 'Coffee');
    await user.click(screen.getByRole('button', { name: 'Create team' }));
    await screen.findByRole('heading', { level: 1, name: 'Mini programs' });
    expect(platform.askedOf('POST /console/v1/teams')[0]?.body).toEqual({ name: 'Coffee' });
  });

  it('waits with a change for the connection, and goes on by itself', async () => {
    const platform = teamOf(ana).on(`PATCH ${path}`, ok({ ...coffee, name: 'Tea' }));
    const { user } = showConsole(platform, '/teams/tm1/settings');
    const name = await screen.findByLabelText(/^Name/);
    window.dispatchEvent(new Event('offline'));
    try {
      expect(await screen.findByText(/No connection. What you typed is kept/)).toBeDefined();
      await user.clear(name);
      await user.type(name, 'Tea');
      await user.click(screen.getByRole('button', { name: 'Save' }));
      expect(platform.askedOf(`PATCH ${path}`)).toEqual([]);
    } finally {
      window.dispatchEvent(new Event('online'));
    }
    expect(await screen.findByText('The team is renamed.')).toBeDefined();
  });

  it('is not made any more where somebody closes the dialog before the connection is back', async () => {
    const platform = platformOf(person()).on('POST /console/v1/teams', ok(coffee));
    const { user } = showConsole(platform);
    await user.click(await screen.findByRole('button', { name: 'New team' }));
    window.dispatchEvent(new Event('offline'));
    try {
      const dialog = await screen.findByRole('dialog');
      expect(await within(dialog).findByText(/No connection. What you typed is kept/)).toBeDefined();
      await user.type(within(dialog).getByLabelText(/Team name/), 'Coffee{Enter}');
      await user.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    } finally {
      window.dispatchEvent(new Event('online'));
    }
    await screen.findByRole('heading', { level: 1, name: 'Teams' });
    await waitFor(() => expect(platform.askedOf('GET /console/v1/session').length).toBeGreaterThan(1));
    expect(platform.askedOf('POST /console/v1/teams')).toEqual([]);
  });

  it('keeps the name of a new one over a reload, until it is made or somebody cancels', async () => {
    const first = showConsole(platformOf(person()));
    await first.user.click(await screen.findByRole('button', { name: 'New team' }));
    await first.user.type(await screen.findByLabelText(/Team name/), 'Coffee{Escape}');
    first.close();
    const { user } = showConsole(platformOf(person()));
    await user.click(await screen.findByRole('button', { name: 'New team' }));
    expect((await screen.findByLabelText<HTMLInputElement>(/Team name/)).value).toBe('Coffee');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(await screen.findByRole('button', { name: 'New team' }));
    expect((await screen.findByLabelText<HTMLInputElement>(/Team name/)).value).toBe('');
  });

  it('keeps whom somebody was about to invite over a reload, with the role', async () => {
    const first = showConsole(teamOf(ana), '/teams/tm1/members');
    await first.user.type(await screen.findByLabelText(/E-mail address/), 'bo@example.test');
    await first.user.selectOptions(screen.getByLabelText('Role'), 'owner');
    first.close();
    showConsole(teamOf(ana), '/teams/tm1/members');
    expect((await screen.findByLabelText<HTMLInputElement>(/E-mail address/)).value).toBe('bo@example.test');
    expect(screen.getByLabelText<HTMLSelectElement>('Role').value).toBe('owner');
  });
});
