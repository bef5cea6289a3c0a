import type { AppSecretState, Role } from '@minigate/platform';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok, refusal } from '../support/fake-platform.ts';
import { person, platformOf } from '../support/people.ts';
import { goTo, loseConnection, showConsole } from '../support/show-console.tsx';

const place = '/mini-programs/mp1/settings/app-secret';
const path = '/console/v1/mini-programs/mp1/app-secret';
const secret = 'ab'.repeat(32);

const state: AppSecretState = {
  exists: true,
  generation: 2,
  resetAt: 1_700_000_000_000,
  frozenAt: null,
  allowedAddresses: [],
};

const platformWith = (role: Role, shown = state) => platformOf(person(role)).on(`GET ${path}`, ok(shown));
const button = (name: string) => screen.findByRole('button', { name });

beforeEach(() => sessionStorage.clear());
afterEach(() => goTo('/'));

describe('the screen of the AppSecret', () => {
  it('says what a reset breaks, asks for the name, and shows the new one once', async () => {
    const platform = platformWith('owner').on(`POST ${path}/reset`, ok({ ...state, appSecret: secret }));
    const { user } = showConsole(platform, place);
    await user.click(await button('Reset'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('the current AppSecret is refused everywhere')).toBeDefined();
    const confirm = within(dialog).getByRole('button', { name: 'Reset' });
    expect(confirm.hasAttribute('disabled')).toBe(true);
    await user.type(within(dialog).getByRole('textbox'), 'Menu');
    await user.click(confirm);
    expect(await screen.findByText(secret)).toBeDefined();

    await user.keyboard('{Escape}');
    expect(await screen.findByText(/You have not copied it/)).toBeDefined();
    expect(screen.getByText(secret)).toBeDefined();
    const leaving = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);

    await user.click(await button('Close anyway'));
    expect(screen.queryByText(secret)).toBeNull();
    expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain(secret);
  });

  it('resets once where the button is pressed twice', async () => {
    const platform = platformWith('owner').on(`POST ${path}/reset`, ok({ ...state, appSecret: secret }));
    const { user } = showConsole(platform, place);
    await user.click(await button('Reset'));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox'), 'Menu');
    const confirm = within(dialog).getByRole('button', { name: 'Reset' });
    confirm.click();
    confirm.click();
    await screen.findByText(secret);
    expect(platform.askedOf(`POST ${path}/reset`)).toHaveLength(1);
  });

  it('keeps the new AppSecret on the page where somebody goes back, and warns', async () => {
    const platform = platformWith('owner').on(`POST ${path}/reset`, ok({ ...state, appSecret: secret }));
    const { user } = showConsole(platform, place);
    await user.click(await button('Reset'));
    await user.type(await screen.findByRole('textbox', { name: /Menu/ }), 'Menu{Enter}');
    await screen.findByText(secret);
    goTo('/teams/tm1');
    expect(await screen.findByText(/You have not copied it/)).toBeDefined();
    expect(screen.getByText(secret)).toBeDefined();
    expect(window.location.hash).toBe(`#${place}`);
    await user.click(await button('Close anyway'));
    goTo('/teams/tm1');
    expect(await screen.findByRole('heading', { level: 1, name: 'Mini programs' })).toBeDefined();
  });

  it('judges the allow-list as it is typed, and shows what saving changes', async () => {
    const platform = platformWith('owner').on(
      `PUT ${path}/allowed-addresses`,
      ok({ ...state, allowedAddresses: ['203.0.113.7'] }),
    );
    const { user } = showConsole(platform, place);
    const list = await screen.findByLabelText('Addresses and ranges');
    await user.type(list, '203.0.113.7{Enter}10.0.0.0/99');
    expect(await screen.findByText(/^The address range cannot be read: "10\.0\.0\.0\/99"/)).toBeDefined();
    expect((await button('Review and save')).hasAttribute('disabled')).toBe(true);
    await user.clear(list);
    await user.type(list, '203.0.113.7');
    await user.click(await button('Review and save'));
    expect(await screen.findByText(/From now on only those on the list can/)).toBeDefined();
    await user.click(await button('Save'));
    expect(await screen.findByText('The allow-list is saved')).toBeDefined();
    expect(platform.askedOf(`PUT ${path}/allowed-addresses`)[0]?.body).toEqual({
      allowedAddresses: ['203.0.113.7'],
      seen: [],
    });
  });

  it('shows what somebody else has put on the allow-list meanwhile, and puts both together', async () => {
    let inForce = ['192.0.2.1'];
    const platform = platformOf(person('owner'))
      .on(`GET ${path}`, () => ok({ ...state, allowedAddresses: inForce }))
      .on(`PUT ${path}/allowed-addresses`, refusal('CONFLICT', 409));
    const { user } = showConsole(platform, place);
    const list = await screen.findByLabelText<HTMLTextAreaElement>('Addresses and ranges');
    await user.type(list, '{Enter}203.0.113.7');
    await user.click(await button('Review and save'));
    inForce = ['198.51.100.9'];
    await user.click(await button('Save'));
    expect(await screen.findByText('Somebody else has saved meanwhile')).toBeDefined();
    expect(list.value).toBe('192.0.2.1\n203.0.113.7');
    expect((await button('Review and save')).hasAttribute('disabled')).toBe(true);
    await user.click(await button('Merge both'));
    expect(list.value).toBe('203.0.113.7\n198.51.100.9');
    expect(screen.queryByText('Somebody else has saved meanwhile')).toBeNull();
  });

  it('ends the look at what saving changes where somebody else is faster, and saves what was looked at', async () => {
    let inForce = ['192.0.2.1'];
    const platform = platformOf(person('owner'))
      .on(`GET ${path}`, () => ok({ ...state, allowedAddresses: inForce }))
      .on(`PUT ${path}/allowed-addresses`, ok(state));
    const { user } = showConsole(platform, place);
    await user.type(await screen.findByLabelText('Addresses and ranges'), '{Enter}203.0.113.7');
    await user.click(await button('Review and save'));
    await screen.findByRole('dialog');
    inForce = ['192.0.2.1', '198.51.100.9'];
    loseConnection();
    expect(await screen.findByText('Somebody else has saved meanwhile')).toBeDefined();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await button('Merge both'));
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    await screen.findByText('The allow-list is saved');
    expect(platform.askedOf(`PUT ${path}/allowed-addresses`).map(({ body }) => body)).toEqual([
      { allowedAddresses: ['192.0.2.1', '203.0.113.7', '198.51.100.9'], seen: inForce },
    ]);
  });

  it('shows developers its state, and why they change nothing', async () => {
    showConsole(platformWith('developer'), place);
    expect(await screen.findByText('In use')).toBeDefined();
    expect(screen.getByText(/changes take an owner of the team/)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Reset' })).toBeNull();
  });

  it('asks nothing of the platform for viewers', async () => {
    const platform = platformWith('viewer');
    showConsole(platform, place);
    expect(await screen.findByText(/Developers of the team see the state/)).toBeDefined();
    expect(platform.askedOf(`GET ${path}`)).toEqual([]);
  });
});
