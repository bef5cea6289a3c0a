import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ok, refusal } from './support/fake-platform.ts';
import { coffee, person, platformOf } from './support/people.ts';
import { goTo, showConsole } from './support/show-console.tsx';

const secret = 'S'.repeat(43);
const look = 'POST /console/v1/invitations/look';
const intoCoffee = ok({
  email: 'ana@example.test',
  team: { teamId: 'tm1', name: 'Coffee', role: 'developer' },
  expiresAt: 1_800_000_000_000,
});

describe('an invitation', () => {
  it('leaves the address as soon as it was read, and reaches the platform in a body alone', async () => {
    const platform = platformOf(undefined).on(look, intoCoffee);
    showConsole(platform, `/invitation/${secret}`);
    expect(await screen.findByText('Join the team “Coffee” as Developer.')).toBeDefined();
    expect(window.location.hash).toBe('#/invitation');
    expect(platform.askedOf(look)[0]?.body).toEqual({ secret });
    expect(platform.asked.map(({ route }) => route).join()).not.toContain(secret);
    expect(JSON.stringify([localStorage, sessionStorage])).not.toContain(secret);
  });

  it('leads over a new account and a session into the team', async () => {
    const platform = platformOf(undefined)
      .on(look, intoCoffee)
      .on('POST /console/v1/accounts', ok())
      .on('POST /console/v1/session', ok(person()))
      .on('POST /console/v1/invitations/accept', () => {
        platform.on('GET /console/v1/session', ok(person('developer')));
        return ok({ teamId: coffee.teamId, role: 'developer' });
      });
    const { user } = showConsole(platform, `/invitation/${secret}`);
    await user.type(await screen.findByLabelText(/Your name/), 'Ana');
    await user.type(screen.getByLabelText(/New password/), 'lantern bottle sky');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    await user.click(await screen.findByRole('button', { name: 'Join “Coffee”' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Mini programs' })).toBeDefined();
    expect(platform.askedOf('POST /console/v1/accounts')[0]?.body).toEqual({
      secret,
      name: 'Ana',
      password: 'lantern bottle sky',
    });
    expect(platform.askedOf('POST /console/v1/invitations/accept')[0]?.body).toEqual({ secret });
  });

  it('asks for the password that is there where the address has an account', async () => {
    const platform = platformOf(undefined)
      .on(look, intoCoffee)
      .on('POST /console/v1/accounts', ok())
      .on('POST /console/v1/session', refusal('WRONG_CREDENTIALS', 401));
    const { user } = showConsole(platform, `/invitation/${secret}`);
    await user.type(await screen.findByLabelText(/Your name/), 'Ana');
    await user.type(screen.getByLabelText(/New password/), 'lantern bottle sky');
    await user.click(screen.getByRole('button', { name: 'Create account' }));
    expect((await screen.findByRole('alert')).textContent).toContain('already has an account');
    expect(screen.getByLabelText<HTMLInputElement>(/E-mail address/).value).toBe('ana@example.test');
  });

  it('for somebody else asks to sign out first, and is still in hand then', async () => {
    const platform = platformOf(person(undefined, { email: 'bo@example.test' }))
      .on(look, intoCoffee)
      .on('DELETE /console/v1/session', ok());
    const { user } = showConsole(platform, `/invitation/${secret}`);
    expect(await screen.findByText(/You are signed in as bo@example.test/)).toBeDefined();
    platform.on('GET /console/v1/session', refusal('NOT_SIGNED_IN', 401));
    await user.click(screen.getByRole('button', { name: 'Sign out and continue' }));
    expect(await screen.findByLabelText(/Your name/)).toBeDefined();
  });

  it('that is used up says so', async () => {
    showConsole(platformOf(undefined).on(look, refusal('LINK_USED', 410)), `/invitation/${secret}`);
    expect(await screen.findByText('This link no longer works')).toBeDefined();
  });

  it('without its secret asks to open the link once more', async () => {
    showConsole(platformOf(undefined), '/invitation');
    expect(await screen.findByRole('heading', { level: 1, name: 'Open the link once more' })).toBeDefined();
  });

  it('of which a second one is opened shows the second one', async () => {
    const second = 'T'.repeat(43);
    const platform = platformOf(undefined).on(look, intoCoffee);
    showConsole(platform, `/invitation/${secret}`);
    await screen.findByText(/Join the team/);
    goTo(`/invitation/${second}`);
    await waitFor(() => expect(platform.askedOf(look).at(-1)?.body).toEqual({ secret: second }));
    expect(window.location.hash).toBe('#/invitation');
  });
});

describe('a password reset', () => {
  const use = 'POST /console/v1/password-resets/use';

  it('keeps the form where the password is too weak, and leads to the sign-in afterwards', async () => {
    const platform = platformOf(person('owner')).on(use, refusal('WEAK_PASSWORD', 422));
    const { user } = showConsole(platform, `/password-reset/${secret}`);
    await user.type(await screen.findByLabelText(/New password/), 'password1234');
    await user.click(screen.getByRole('button', { name: 'Set the password' }));
    expect((await screen.findByRole('alert')).textContent).toContain('too easy to guess');
    platform.on(use, ok()).on('GET /console/v1/session', refusal('NOT_SIGNED_IN', 401));
    await user.type(screen.getByLabelText(/New password/), ' lantern');
    await user.click(screen.getByRole('button', { name: 'Set the password' }));
    await screen.findByRole('heading', { level: 1, name: 'You have a new password' });
    await user.click(screen.getByRole('link', { name: 'Go to sign-in' }));
    await screen.findByRole('heading', { level: 1, name: 'Sign in' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(platform.askedOf(use).at(-1)?.body).toEqual({ secret, password: 'password1234 lantern' });
  });
});

describe('an appointment', () => {
  it('makes an operator with a name and a new password', async () => {
    const use = 'POST /console/v1/appointments/use';
    const platform = platformOf(undefined).on(use, ok());
    const { user } = showConsole(platform, `/appointment/${secret}`);
    await user.type(await screen.findByLabelText(/Your name/), 'Ana');
    await user.type(screen.getByLabelText(/New password/), 'lantern bottle sky');
    await user.click(screen.getByRole('button', { name: 'Become an operator' }));
    await screen.findByRole('heading', { level: 1, name: 'You are an operator now' });
    expect(platform.askedOf(use)[0]?.body).toEqual({ secret, name: 'Ana', password: 'lantern bottle sky' });
  });
});

describe('a forgotten password', () => {
  it('is helped by mail, in words that do not tell whether there is an account', async () => {
    const platform = platformOf(undefined).on('POST /console/v1/password-resets', ok());
    const { user } = showConsole(platform);
    await user.click(await screen.findByRole('link', { name: 'Forgot your password?' }));
    await screen.findByRole('heading', { level: 1, name: 'Forgot your password?' });
    await user.type(await screen.findByLabelText(/E-mail address/), 'ana@example.test');
    await user.click(screen.getByRole('button', { name: 'Send the link' }));
    expect((await screen.findByRole('status')).textContent).toContain('If ana@example.test has an account');
  });

  it('where no mail is sent names those who can help', async () => {
    const platform = platformOf(undefined).on(
      'POST /console/v1/password-resets',
      refusal('NO_MAIL_SERVER', 409),
    );
    const { user } = showConsole(platform, '/forgot-password');
    await user.type(await screen.findByLabelText(/E-mail address/), 'ana@example.test');
    await user.click(screen.getByRole('button', { name: 'Send the link' }));
    expect((await screen.findByRole('alert')).textContent).toContain('or an operator, can create a link');
  });
});
