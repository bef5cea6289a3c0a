import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ok, refusal } from './support/fake-platform.ts';
import { menu, person, platformOf } from './support/people.ts';
import { showConsole } from './support/show-console.tsx';

const list = '/console/v1/teams/tm1/mini-programs';
const old = { ...menu, appId: 'mp2', name: 'Old menu', archivedAt: 5 };

describe('the mini programs of a team', () => {
  it('are registered with a name, and get an AppId', async () => {
    const made = { ...menu, appId: 'mp7', name: 'Orders' };
    const platform = platformOf(person('developer'))
      .on(`POST ${list}`, ok(made))
      .on('GET /console/v1/mini-programs/mp7', ok(made));
    const { user } = showConsole(platform, '/teams/tm1');
    await user.click(await screen.findByRole('button', { name: 'New mini program' }));
    await user.type(await screen.findByLabelText(/Name of the mini program/), 'Orders');
    await user.click(screen.getByRole('button', { name: 'Register' }));
    await screen.findByRole('heading', { level: 1, name: 'Orders' });
    expect(screen.getByText('mp7')).toBeDefined();
  });

  it('keep a name that was typed where there is one of it already', async () => {
    const platform = platformOf(person('developer')).on(`POST ${list}`, refusal('ALREADY_EXISTS', 409));
    const { user } = showConsole(platform, '/teams/tm1');
    await user.click(await screen.findByRole('button', { name: 'New mini program' }));
    const name = await screen.findByLabelText<HTMLInputElement>(/Name of the mini program/);
    await user.type(name, 'Menu');
    await user.click(screen.getByRole('button', { name: 'Register' }));
    expect((await screen.findByRole('alert')).textContent).toContain('It already exists');
    expect(name.value).toBe('Menu');
  });

  it('are registered by no viewer, who is told why', async () => {
    showConsole(platformOf(person('viewer')), '/teams/tm1');
    const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'New mini program' });
    expect(button.disabled).toBe(true);
    expect(screen.getByText(/takes a developer or an owner/)).toBeDefined();
  });

  it('are found by a part of their name', async () => {
    const platform = platformOf(person('owner')).on(`GET ${list}`, (_, query) =>
      ok({ miniPrograms: query.get('query') === 'zzz' ? [] : [menu], next: null }),
    );
    const { user } = showConsole(platform, '/teams/tm1');
    await screen.findByRole('link', { name: 'Menu' });
    await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'zzz');
    expect(await screen.findByText('No mini programs match')).toBeDefined();
  });

  it('that are archived stand apart, and are looked for over all pages', async () => {
    const platform = platformOf(person('owner')).on(`GET ${list}`, (_, query) =>
      ok(
        query.get('cursor') === 'p2'
          ? { miniPrograms: [old], next: null }
          : { miniPrograms: [menu], next: 'p2' },
      ),
    );
    const { user } = showConsole(platform, '/teams/tm1');
    await screen.findByRole('link', { name: 'Menu' });
    expect(screen.queryByRole('link', { name: 'Old menu' })).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'Archived' }));
    expect(await screen.findByRole('link', { name: 'Old menu' })).toBeDefined();
    expect(screen.queryByRole('link', { name: 'Menu' })).toBeNull();
  });
});

describe('a mini program', () => {
  const path = '/console/v1/mini-programs/mp1';

  it('is archived by an owner who types its name', async () => {
    const archived = { ...menu, archivedAt: 5 };
    const platform = platformOf(person('owner')).on(`POST ${path}/archive`, () => {
      platform.on(`GET ${path}`, ok(archived));
      return ok(archived);
    });
    const { user } = showConsole(platform, '/mini-programs/mp1');
    await user.click(await screen.findByRole('button', { name: 'Archive' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Archive “Menu”?' }));
    const confirm = dialog.getByRole<HTMLButtonElement>('button', { name: 'Archive' });
    await user.type(dialog.getByRole('textbox'), 'Men');
    expect(confirm.disabled).toBe(true);
    await user.keyboard('{Enter}');
    expect(platform.askedOf(`POST ${path}/archive`)).toEqual([]);
    await user.type(dialog.getByRole('textbox'), 'u');
    await user.click(confirm);
    expect(await screen.findByText(/This mini program is archived/)).toBeDefined();
  });

  it('is taken back from the archive', async () => {
    const platform = platformOf(person('owner'))
      .on(`GET ${path}`, ok({ ...menu, archivedAt: 5 }))
      .on(`DELETE ${path}/archive`, () => {
        platform.on(`GET ${path}`, ok(menu));
        return ok(menu);
      });
    const { user } = showConsole(platform, '/mini-programs/mp1');
    await user.click(await screen.findByRole('button', { name: 'Restore' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Restore' }));
    await waitFor(() => expect(screen.queryByText(/This mini program is archived/)).toBeNull());
  });

  it('is archived by no developer, who is told why, and renamed by one', async () => {
    const renamed = { ...menu, name: 'Card' };
    const platform = platformOf(person('developer')).on(`PATCH ${path}`, () => {
      platform.on(`GET ${path}`, ok(renamed));
      return ok(renamed);
    });
    const { user } = showConsole(platform, '/mini-programs/mp1');
    const archive = await screen.findByRole<HTMLButtonElement>('button', { name: 'Archive' });
    expect(archive.disabled).toBe(true);
    expect(screen.getByText(/changes take an owner of the team/)).toBeDefined();
    const name = screen.getByLabelText(/^Name/);
    await user.clear(name);
    await user.type(name, 'Card{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Card' });
    expect(platform.askedOf(`PATCH ${path}`)[0]?.body).toEqual({ name: 'Card' });
  });

  it('keeps a name that somebody types while somebody else changes it', async () => {
    const platform = platformOf(person('developer')).on(`PATCH ${path}`, refusal('ALREADY_EXISTS', 409));
    const { user } = showConsole(platform, '/mini-programs/mp1');
    const name = await screen.findByLabelText<HTMLInputElement>(/^Name/);
    await user.type(name, ' of today');
    platform.on(`GET ${path}`, ok({ ...menu, name: 'Card' }));
    window.dispatchEvent(new Event('offline'));
    window.dispatchEvent(new Event('online'));
    await screen.findByRole('heading', { level: 1, name: 'Card' });
    expect(name.value).toBe('Menu of today');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toContain('It already exists');
    expect(name.value).toBe('Menu of today');
  });
});
