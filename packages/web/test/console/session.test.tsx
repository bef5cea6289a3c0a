import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ok, refusal } from './support/fake-platform.ts';
import { coffee, person, platformOf } from './support/people.ts';
import { showConsole } from './support/show-console.tsx';

const session = '/console/v1/session';
const bo = person('owner', { userId: 'us2', name: 'Bo', email: 'bo@example.test' });

describe('signing in', () => {
  it('leads to the place that was asked for', async () => {
    const platform = platformOf(undefined).on(`POST ${session}`, ok(person('owner')));
    const { user } = showConsole(platform, '/teams/tm1');
    await user.type(await screen.findByLabelText(/E-mail address/), 'ana@example.test');
    await user.type(screen.getByLabelText(/^Password/), 'a long password');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Mini programs' })).toBeDefined();
    expect(platform.askedOf(`POST ${session}`)[0]?.body).toEqual({
      email: 'ana@example.test',
      password: 'a long password',
    });
  });

  it('says what is wrong and keeps what was typed', async () => {
    const platform = platformOf(undefined).on(`POST ${session}`, refusal('WRONG_CREDENTIALS', 401));
    const { user } = showConsole(platform);
    await user.type(await screen.findByLabelText(/E-mail address/), 'ana@example.test');
    await user.type(screen.getByLabelText(/^Password/), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Wrong e-mail address or password');
    expect(alert.textContent).toContain('WRONG_CREDENTIALS happened.');
    expect(screen.getByLabelText<HTMLInputElement>(/^Password/).value).toBe('wrong');
  });

  it('says after too many tries when another one is possible', async () => {
    const throttled = refusal('TOO_MANY_REQUESTS', 429, { headers: { 'retry-after': '600' } });
    const platform = platformOf(undefined).on(`POST ${session}`, throttled);
    const { user } = showConsole(platform);
    await user.type(await screen.findByLabelText(/E-mail address/), 'ana@example.test');
    await user.type(screen.getByLabelText(/^Password/), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/Possible again at .+ \(in 10 minutes\)/);
  });

  it('offers fields that password managers know', async () => {
    showConsole(platformOf(undefined));
    const email = await screen.findByLabelText(/E-mail address/);
    expect(email.getAttribute('autocomplete')).toBe('username');
    expect(screen.getByLabelText(/^Password/).getAttribute('autocomplete')).toBe('current-password');
  });

  it('says that the platform cannot be reached, and tries again when asked', async () => {
    const platform = platformOf(person('owner')).on(`GET ${session}`, refusal('INTERNAL', 500));
    const { user } = showConsole(platform);
    expect((await screen.findByRole('alert')).textContent).toContain('Request rq-1');
    platform.on(`GET ${session}`, ok(person('owner')));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Teams' })).toBeDefined();
  });
});

describe('a session that ends while somebody types', () => {
  /** Everything answers that nobody is signed in, until somebody signs in. */
  async function endWhileRenaming(next = person('owner')) {
    let signedIn = true;
    const guarded = (body: unknown) => () => (signedIn ? ok(body) : refusal('NOT_SIGNED_IN', 401));
    const platform = platformOf(person('owner'))
      .on('GET /console/v1/teams/tm1/members', guarded({ members: [] }))
      .on('PATCH /console/v1/teams/tm1', guarded({ ...coffee, name: 'Tea' }))
      .on(`POST ${session}`, () => {
        signedIn = true;
        return ok(next);
      });
    const shown = showConsole(platform, '/teams/tm1/settings');
    const name = await screen.findByLabelText(/^Name/);
    await shown.user.clear(name);
    await shown.user.type(name, 'Tea');
    signedIn = false;
    await shown.user.click(screen.getByRole('button', { name: 'Save' }));
    const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
    return { platform, dialog, ...shown };
  }

  it('asks for a new sign-in over the screen, and the change goes on after it', async () => {
    const { platform, dialog, user, reloads } = await endWhileRenaming();
    expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe('Tea');
    expect(within(dialog).getByLabelText<HTMLInputElement>(/E-mail/).value).toBe('ana@example.test');
    await user.type(within(dialog).getByLabelText(/^Password/), 'a long password');
    await user.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('The team is renamed.')).toBeDefined();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(platform.askedOf('PATCH /console/v1/teams/tm1')).toHaveLength(2);
    expect(reloads()).toBe(0);
  });

  it('begins the page anew where another person signs in', async () => {
    const { platform, dialog, user, reloads } = await endWhileRenaming(bo);
    await user.type(within(dialog).getByLabelText(/^Password/), 'a long password');
    await user.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(reloads()).toBe(1));
    expect(platform.askedOf('PATCH /console/v1/teams/tm1')).toHaveLength(1);
  });

  it('tells the other tabs where another person signs in', async () => {
    const { dialog, user } = await endWhileRenaming(bo);
    const otherTab = new BroadcastChannel('minigate.session');
    const told = new Promise<void>((resolve) => {
      otherTab.addEventListener('message', () => resolve());
    });
    await user.type(within(dialog).getByLabelText(/^Password/), 'a long password');
    await user.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    await expect(told).resolves.toBeUndefined();
    otherTab.close();
  });

  it('runs no change of the one before where another person has signed in elsewhere', async () => {
    const { platform, user, reloads } = await endWhileRenaming(bo);
    sessionStorage.setItem('minigate.draft.us1.note', 'mine');
    platform.on(`GET ${session}`, ok(bo));
    window.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(reloads()).toBe(1));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText('You are signed out')).toBeDefined();
    expect(JSON.stringify(sessionStorage)).not.toContain('mine');
    // Until the page is gone, whatever is pressed there belongs to nobody.
    platform.on('PATCH /console/v1/teams/tm1', refusal('NOT_SIGNED_IN', 401));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
    await user.type(within(dialog).getByLabelText(/^Password/), 'a long password');
    await user.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(reloads()).toBe(2));
    expect(platform.askedOf('PATCH /console/v1/teams/tm1')).toHaveLength(2);
  });

  it('keeps what was typed where nobody signs in, and says why it is not saved', async () => {
    const { user } = await endWhileRenaming();
    await user.keyboard('{Escape}');
    expect((await screen.findByText('You are signed out')).textContent).toBeDefined();
    expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe('Tea');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Save' }));
  });

  it('leaves the dialog below as it is where nobody signs in', async () => {
    const programs = '/console/v1/teams/tm1/mini-programs';
    const platform = platformOf(person('owner')).on(`POST ${programs}`, refusal('NOT_SIGNED_IN', 401));
    const { user } = showConsole(platform, '/teams/tm1');
    await user.click(await screen.findByRole('button', { name: 'New mini program' }));
    await user.type(await screen.findByLabelText(/Name of the mini program/), 'Card{Enter}');
    const ended = await screen.findByRole('dialog', { name: 'Your session has ended' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(ended.isConnected).toBe(false));
    const below = screen.getByRole('dialog', { name: 'New mini program' });
    expect(await within(below).findByText('You are signed out')).toBeDefined();
    expect(within(below).getByLabelText<HTMLInputElement>(/^Name/).value).toBe('Card');
  });
});

describe('signing out', () => {
  it('shows the sign-in and nothing of what was there', async () => {
    const platform = platformOf(person('owner')).on(`DELETE ${session}`, ok());
    const { user } = showConsole(platform);
    await user.click(await screen.findByRole('button', { name: 'Account' }));
    platform.on(`GET ${session}`, refusal('NOT_SIGNED_IN', 401));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Sign in' })).toBeDefined();
    expect(screen.queryByText('Coffee')).toBeNull();
  });

  it('forgets the drafts', async () => {
    const platform = platformOf(person('owner'))
      .on('GET /console/v1/teams/tm1/members', ok({ members: [] }))
      .on('GET /console/v1/teams/tm1/invitations', ok({ invitations: [] }))
      .on(`DELETE ${session}`, ok());
    const { user } = showConsole(platform, '/teams/tm1/members');
    await user.type(await screen.findByLabelText(/E-mail address/), 'bo@example.test');
    expect(JSON.stringify(sessionStorage)).toContain('bo@example.test');
    await user.click(screen.getByRole('button', { name: 'Account' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    await screen.findByRole('heading', { level: 1, name: 'Sign in' });
    expect(JSON.stringify(sessionStorage)).not.toContain('bo@example.test');
  });
});

describe('what changes elsewhere', () => {
  it('begins the page anew where another person signs in in another tab', async () => {
    const platform = platformOf(person('owner'));
    const { reloads } = showConsole(platform);
    await screen.findByRole('heading', { level: 1, name: 'Teams' });
    platform.on(`GET ${session}`, ok(person('owner', { userId: 'us2' })));
    const otherTab = new BroadcastChannel('minigate.session');
    otherTab.postMessage(null);
    await waitFor(() => expect(reloads()).toBe(1));
    otherTab.close();
  });

  it('shows somebody whose role was taken meanwhile that nothing can be changed any more', async () => {
    const platform = platformOf(person('owner'))
      .on('GET /console/v1/teams/tm1/members', ok({ members: [] }))
      .on('PATCH /console/v1/teams/tm1', refusal('FORBIDDEN', 403));
    const { user } = showConsole(platform, '/teams/tm1/settings');
    await user.type(await screen.findByLabelText(/^Name/), ' bar');
    platform.on(`GET ${session}`, ok(person('viewer')));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('You may not do this')).toBeDefined();
    expect(await screen.findByText(/changes take an owner of the team/)).toBeDefined();
    expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe('Coffee bar');
  });
});
