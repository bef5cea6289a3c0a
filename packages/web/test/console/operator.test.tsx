import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ok } from './support/fake-platform.ts';
import { menu, person, platformOf } from './support/people.ts';
import { showConsole } from './support/show-console.tsx';

const operator = () => platformOf(person(undefined, { operator: true }));
const { user: self } = person(undefined, { operator: true });

describe('the screens of operators', () => {
  it('make a mini program first-party after a question', async () => {
    const own = { ...menu, firstParty: true };
    const path = '/operator/v1/mini-programs';
    const platform = operator()
      .on(`GET ${path}`, ok({ miniPrograms: [menu], next: null }))
      .on(`PUT ${path}/mp1/first-party`, () => {
        platform.on(`GET ${path}`, ok({ miniPrograms: [own], next: null }));
        return ok(own);
      });
    const { user } = showConsole(platform, '/operator/mini-programs');
    await user.click(await screen.findByRole('button', { name: 'Make first-party: Menu' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Make “Menu” first-party?' }));
    expect(platform.askedOf(`PUT ${path}/mp1/first-party`)).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Make first-party' }));
    expect(await screen.findByRole('button', { name: 'Make third-party: Menu' })).toBeDefined();
    expect(platform.askedOf(`PUT ${path}/mp1/first-party`)[0]?.body).toEqual({ firstParty: true });
  });

  it('keep the last operator, and say why', async () => {
    const platform = operator().on('GET /operator/v1/operators', ok({ operators: [self], appointments: [] }));
    showConsole(platform, '/operator/operators');
    expect(await screen.findByText(/The last operator: appoint somebody else first/)).toBeDefined();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Dismiss Ana' }).disabled).toBe(true);
  });

  it('appoint an operator by a link, and revoke it', async () => {
    const link = { linkId: 'ln1', email: 'bo@example.test', expiresAt: 1_800_000_000_000 };
    const url = 'https://console.example.test/console#/appointment/x';
    const open = { ...link, role: null, createdAt: 1 };
    const platform = operator()
      .on('GET /operator/v1/operators', ok({ operators: [self], appointments: [] }))
      .on('POST /operator/v1/operators', () => {
        platform.on('GET /operator/v1/operators', ok({ operators: [self], appointments: [open] }));
        return ok({ ...link, url, mailed: false });
      })
      .on('DELETE /operator/v1/appointments/ln1', () => {
        platform.on('GET /operator/v1/operators', ok({ operators: [self], appointments: [] }));
        return ok();
      });
    const { user } = showConsole(platform, '/operator/operators');
    await user.type(await screen.findByLabelText(/E-mail address/), 'bo@example.test');
    await user.click(screen.getByRole('button', { name: 'Appoint' }));
    expect(await screen.findByText(url)).toBeDefined();
    expect(platform.askedOf('POST /operator/v1/operators')[0]?.body).toEqual({ email: 'bo@example.test' });
    await user.click(
      await screen.findByRole('button', { name: 'Revoke the appointment of bo@example.test' }),
    );
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('No open appointments.')).toBeDefined();
  });

  it('replace a signing key in its steps, each after a question', async () => {
    const path = '/operator/v1/signing-keys';
    const key = (thumbprint: string, state: string) => ({ thumbprint, state, createdAt: 1, changedAt: 1 });
    const platform = operator()
      .on(`GET ${path}`, ok({ signingKeys: [key('one', 'current')] }))
      .on(`POST ${path}`, () => {
        platform.on(`GET ${path}`, ok({ signingKeys: [key('two', 'next'), key('one', 'current')] }));
        return ok(key('two', 'next'));
      })
      .on(`POST ${path}/two/switch`, () => {
        platform.on(`GET ${path}`, ok({ signingKeys: [key('two', 'current'), key('one', 'former')] }));
        return ok(key('two', 'current'));
      })
      .on(`POST ${path}/one/retire`, () => {
        platform.on(`GET ${path}`, ok({ signingKeys: [key('two', 'current'), key('one', 'retired')] }));
        return ok(key('one', 'retired'));
      });
    const { user } = showConsole(platform, '/operator/signing-keys');
    const announce = await screen.findByRole<HTMLButtonElement>('button', { name: 'Announce a next key' });
    await waitFor(() => expect(announce.disabled).toBe(false));
    const take = async (step: string, question: string, verb: string) => {
      await user.click(await screen.findByRole('button', { name: step }));
      const dialog = within(await screen.findByRole('dialog', { name: question }));
      await user.click(dialog.getByRole('button', { name: verb }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    };
    await take('Announce a next key', 'Announce a next key?', 'Announce a next key');
    expect(announce.disabled).toBe(true);
    await take('Switch to it: two', 'Let the next key sign?', 'Switch to it');
    await take('Retire: one', 'Retire this key?', 'Retire');
    expect(await screen.findByText('Retired')).toBeDefined();
  });

  it('list accounts from an address on, and make reset links for those who are no operators', async () => {
    const bo = { userId: 'us2', name: 'Bo', email: 'bo@example.test', operator: false };
    const platform = operator().on('GET /operator/v1/accounts', (_, query) =>
      ok({ accounts: query.get('after') === 'b' ? [bo] : [self, bo] }),
    );
    const { user } = showConsole(platform, '/operator/accounts');
    expect(await screen.findByText('ana@example.test')).toBeDefined();
    const reset = 'Create reset link for';
    expect(screen.queryByRole('button', { name: `${reset} ana@example.test` })).toBeNull();
    expect(screen.getByRole('button', { name: `${reset} bo@example.test` })).toBeDefined();
    await user.type(screen.getByRole('searchbox'), 'B');
    await waitFor(() => expect(screen.queryByText('ana@example.test')).toBeNull());
    expect(await screen.findByText('bo@example.test')).toBeDefined();
  });
});
