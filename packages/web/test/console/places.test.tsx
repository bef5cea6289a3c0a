import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ok, refusal } from './support/fake-platform.ts';
import { coffee, person, platformOf } from './support/people.ts';
import { goTo, showConsole } from './support/show-console.tsx';

const expectHeading = (name: string) => screen.findByRole('heading', { level: 1, name });

describe('the places of the console', () => {
  it('give the document a title, and the focus to the heading of the next screen', async () => {
    const { user } = showConsole(platformOf(person('owner')));
    await expectHeading('Teams');
    expect(document.title).toBe('Teams · Minigate Console');
    await user.click(screen.getByRole('link', { name: 'Coffee' }));
    const next = await expectHeading('Mini programs');
    expect(document.title).toBe('Mini programs · Minigate Console');
    await waitFor(() => expect(document.activeElement).toBe(next));
  });

  it('have a heading and a title also while what they are about cannot be had', async () => {
    const platform = platformOf(person('owner')).on('GET /console/v1/teams/tm1', refusal('INTERNAL', 500));
    const { user } = showConsole(platform, '/teams/tm1');
    expect(await screen.findByRole('heading', { level: 1, name: 'This could not be loaded' })).toBeDefined();
    expect(document.title).toContain('This could not be loaded');
    platform.on('GET /console/v1/teams/tm1', ok(coffee));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    const heading = await screen.findByRole('heading', { level: 1, name: 'Mini programs' });
    await waitFor(() => expect(document.activeElement).toBe(heading));
  });

  it('leave the focus where it is on the first screen', async () => {
    showConsole(platformOf(person('owner')));
    expect(document.activeElement).not.toBe(await expectHeading('Teams'));
  });

  it('say kindly that there is nothing at an unknown one', async () => {
    const { user } = showConsole(platformOf(person('owner')), '/no/such/place');
    await expectHeading('There is nothing here');
    await user.click(screen.getByRole('link', { name: 'Go to your teams' }));
    await expectHeading('Teams');
  });

  it('say the same of a team that is not for the one who asks', async () => {
    showConsole(platformOf(person('owner')), '/teams/tm9');
    await expectHeading('There is nothing here');
  });

  it('ask the platform for nothing whose id is none', async () => {
    const platform = platformOf(person('owner'));
    showConsole(platform, '/mini-programs/..');
    await expectHeading('There is nothing here');
    expect(platform.asked.map(({ route }) => route)).toEqual(['GET /console/v1/session']);
  });

  it('may have a query, which is no part of the place', async () => {
    showConsole(platformOf(person('owner')), '/teams/tm1?from=elsewhere');
    await expectHeading('Mini programs');
  });

  it('of operators do not exist for others', async () => {
    showConsole(platformOf(person('owner')), '/operator/accounts');
    await expectHeading('There is nothing here');
    expect(screen.queryByRole('link', { name: 'Accounts' })).toBeNull();
  });

  it('of operators are in the navigation of operators', async () => {
    const platform = platformOf(person(undefined, { operator: true })).on(
      'GET /operator/v1/accounts',
      ok({ accounts: [] }),
    );
    const { user } = showConsole(platform);
    await user.click(await screen.findByRole('link', { name: 'Accounts' }));
    await expectHeading('Accounts');
  });

  it('of a mini program are Settings, Development settings, Server domain name and the others', async () => {
    showConsole(platformOf(person('owner')), '/mini-programs/mp1');
    await expectHeading('Menu');
    const settings = screen.getByRole('group', { name: 'Settings' });
    const links = [...settings.querySelectorAll('[aria-label="Development settings"] a')];
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Server domain name', '#/mini-programs/mp1/settings/server-domains'],
      ['Domain check', '#/mini-programs/mp1/settings/domain-check'],
      ['AppSecret', '#/mini-programs/mp1/settings/app-secret'],
      ['Access tokens', '#/mini-programs/mp1/settings/access-tokens'],
    ]);
    goTo('/mini-programs/mp1/settings/server-domains');
    await expectHeading('Server domain name');
    const current = screen.getByRole('link', { name: 'Server domain name' });
    expect(current.getAttribute('aria-current')).toBe('page');
  });

  it('speak Chinese to those who choose it', async () => {
    const { user } = showConsole(platformOf(person('owner')));
    await expectHeading('Teams');
    await user.click(screen.getByRole('button', { name: 'Language' }));
    await user.click(await screen.findByRole('menuitem', { name: '简体中文' }));
    await expectHeading('团队');
    expect(document.title).toBe('团队 · Minigate 管理后台');
  });
});
