import type { PlatformView } from '@minigate/platform';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHostLines } from '../../../src/console/operator/banned-hosts/host-lines.ts';
import { ok, refusal } from '../support/fake-platform.ts';
import { person, platformOf } from '../support/people.ts';
import { goTo, loseConnection, showConsole } from '../support/show-console.tsx';

const path = '/operator/v1/platform';
const view: PlatformView = {
  revision: 4,
  revisedAt: 1_700_000_000_000,
  bannedHosts: ['a.example.com'],
  acceleration: {},
  limits: { serverDomains: { maxEntries: null, changesPerMonth: null } },
  profile: { name: 'binance', bannedHosts: ['api.binance.com'] },
  inForce: {
    serverDomains: { maxEntries: 200, changesPerMonth: 'unlimited' },
    accessTokens: { requestsPerMinute: 10_000, requestsPerDay: 500_000 },
  },
};

const platformWith = (shown = view) =>
  platformOf(person(undefined, { operator: true })).on(`GET ${path}`, ok(shown));
const button = (name: string) => screen.findByRole('button', { name });

beforeEach(() => sessionStorage.clear());
afterEach(() => goTo('/'));

describe('banned hosts as they are typed', () => {
  it('have one spelling, and what is none is told in the words of the engine', () => {
    const { hosts, faults } = readHostLines(
      'B.example.com. # ours\na.example.com, b.example.com\nhttps://x/',
    );
    expect(hosts).toEqual(['a.example.com', 'b.example.com']);
    expect(faults.map(({ text, code }) => [text, code])).toEqual([['https://x/', 'INVALID_BANNED_HOST']]);
  });
});

describe('the screens of operators', () => {
  it('ban a host with the revision that was seen, after saying what it closes', async () => {
    const platform = platformWith().on(`PUT ${path}/banned-hosts`, ok({ ...view, revision: 5 }));
    const { user } = showConsole(platform, '/operator/banned-hosts');
    await user.type(await screen.findByLabelText('Hosts'), '{Enter}b.example.com');
    await user.click(await button('Review and save'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/^No mini program can configure or call them/)).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Saved\. Clients get it/)).toBeDefined();
    expect(platform.askedOf(`PUT ${path}/banned-hosts`)[0]?.body).toEqual({
      revision: 4,
      bannedHosts: ['a.example.com', 'b.example.com'],
    });
  });

  it('ban no host that the acceleration policy uses, and name what does', async () => {
    const acceleration = { candidates: [{ origin: 'https://fast.example.com' }] };
    const { user } = showConsole(platformWith({ ...view, acceleration }), '/operator/banned-hosts');
    await user.type(await screen.findByLabelText('Hosts'), '{Enter}fast.example.com');
    expect(
      await screen.findByText(/^The acceleration policy uses https:\/\/fast\.example\.com\./),
    ).toBeDefined();
    expect((await button('Review and save')).hasAttribute('disabled')).toBe(true);
  });

  it('show what the platform says where it is asked all the same', async () => {
    const message = 'The acceleration policy names a host that would be banned: https://b.example.com.';
    const platform = platformWith().on(
      `PUT ${path}/banned-hosts`,
      refusal('ACCELERATED_HOST', 422, { message }),
    );
    const { user } = showConsole(platform, '/operator/banned-hosts');
    await user.type(await screen.findByLabelText('Hosts'), '{Enter}b.example.com');
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    expect(await screen.findByText(message)).toBeDefined();
    expect(await screen.findByText('The acceleration policy uses this host')).toBeDefined();
  });

  it('put both changes together where another operator was faster', async () => {
    const platform = platformWith().on(`PUT ${path}/banned-hosts`, () => {
      platform.on(
        `GET ${path}`,
        ok({ ...view, revision: 5, bannedHosts: ['a.example.com', 'c.example.com'] }),
      );
      return refusal('CONFLICT', 409, { details: { revision: 5 } });
    });
    const { user } = showConsole(platform, '/operator/banned-hosts');
    const hosts = await screen.findByLabelText<HTMLTextAreaElement>('Hosts');
    await user.type(hosts, '{Enter}b.example.com');
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    expect(await screen.findByText('Somebody else has saved meanwhile')).toBeDefined();
    await user.click(await button('Merge both'));
    expect(hosts.value.split('\n')).toEqual(['a.example.com', 'c.example.com', 'b.example.com']);
  });

  it('end a review that another operator has overtaken, and lift no ban that was not looked at', async () => {
    const platform = platformWith().on(`PUT ${path}/banned-hosts`, ok({ ...view, revision: 6 }));
    const { user } = showConsole(platform, '/operator/banned-hosts');
    await user.type(await screen.findByLabelText('Hosts'), '{Enter}mine.example.com');
    await user.click(await button('Review and save'));
    await screen.findByRole('dialog');
    const bannedHosts = ['a.example.com', 'theirs.example.com'];
    platform.on(`GET ${path}`, ok({ ...view, revision: 5, bannedHosts }));
    loseConnection();
    expect(await screen.findByText('Somebody else has saved meanwhile')).toBeDefined();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await button('Merge both'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    await screen.findByText(/^Saved\. Clients get it/);
    expect(platform.askedOf(`PUT ${path}/banned-hosts`).map(({ body }) => body)).toEqual([
      { revision: 5, bannedHosts: ['a.example.com', 'mine.example.com', 'theirs.example.com'] },
    ]);
  });

  it('save over nothing that came in between the look and the answer', async () => {
    const platform = platformWith();
    const { user } = showConsole(platform, '/operator/banned-hosts');
    await user.type(await screen.findByLabelText('Hosts'), '{Enter}mine.example.com');
    await user.click(await button('Review and save'));
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    platform.on(`PUT ${path}/banned-hosts`, async () => {
      await answered;
      return refusal('CONFLICT', 409);
    });
    await user.click(await button('Save'));
    platform.on(`GET ${path}`, ok({ ...view, revision: 5, bannedHosts: ['theirs.example.com'] }));
    loseConnection();
    expect(await screen.findByText('Somebody else has saved meanwhile')).toBeDefined();
    answer();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect((await button('Merge both')).hasAttribute('disabled')).toBe(false);
    expect(platform.askedOf(`PUT ${path}/banned-hosts`)).toHaveLength(1);
  });

  it('show what is wrong with a candidate at its field, and take the correction', async () => {
    const platform = platformWith().on(`PUT ${path}/acceleration`, ok({ ...view, revision: 5 }));
    const { user } = showConsole(platform, '/operator/acceleration');
    await user.click(await button('Add a policy'));
    await user.type(await screen.findByLabelText('Origin'), 'http://fast.example.com');
    expect((await screen.findAllByText(/^A server domain is reached by https only/)).length).toBeGreaterThan(
      0,
    );
    await user.click(await button('Use https://fast.example.com'));
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    expect(await screen.findByText(/^Saved\. Clients get it/)).toBeDefined();
    expect(platform.askedOf(`PUT ${path}/acceleration`)[0]?.body).toEqual({
      revision: 4,
      acceleration: { candidates: [{ origin: 'https://fast.example.com' }] },
    });
  });

  it('put both changes of the limits together, and say no more of the conflict', async () => {
    const mine = { limits: { serverDomains: { maxEntries: 50, changesPerMonth: null } } };
    let asked = 0;
    const platform = platformWith().on(`PUT ${path}/limits`, () => {
      asked += 1;
      if (asked > 1) return ok({ ...view, revision: 6 });
      const limits = { serverDomains: { maxEntries: null, changesPerMonth: 9 } };
      platform.on(`GET ${path}`, ok({ ...view, revision: 5, limits }));
      return refusal('CONFLICT', 409);
    });
    const { user } = showConsole(platform, '/operator/limits');
    await user.type(await screen.findByLabelText('Entries per list'), '50');
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    await user.click(await button('Merge both'));
    await user.click(await button('Review and save'));
    expect(screen.queryByText('Changed by somebody else')).toBeNull();
    await user.click(await button('Save'));
    await screen.findByText(/^Saved\. Clients get it/);
    expect(platform.askedOf(`PUT ${path}/limits`)[1]?.body).toMatchObject({
      revision: 5,
      limits: { serverDomains: { ...mine.limits.serverDomains, changesPerMonth: 9 } },
    });
  });

  it('save where another operator has changed something else meanwhile', async () => {
    const platform = platformWith().on(`PUT ${path}/limits`, (body) => {
      if ((body as { revision: number }).revision === 5) return ok({ ...view, revision: 6 });
      platform.on(`GET ${path}`, ok({ ...view, revision: 5, bannedHosts: [] }));
      return refusal('CONFLICT', 409);
    });
    const { user } = showConsole(platform, '/operator/limits');
    await user.type(await screen.findByLabelText('Entries per list'), '50');
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    expect(await screen.findByText(/^Saved\. Clients get it/)).toBeDefined();
    expect(platform.askedOf(`PUT ${path}/limits`)).toHaveLength(2);
  });

  it('set limits, and leave the others to the host profile', async () => {
    const platform = platformWith().on(`PUT ${path}/limits`, ok({ ...view, revision: 5 }));
    const { user } = showConsole(platform, '/operator/limits');
    await user.type(await screen.findByLabelText('Entries per list'), '50');
    await user.click(await screen.findByLabelText('No limit'));
    await user.click(await button('Review and save'));
    expect(await screen.findByText('Entries per list: Default → 50')).toBeDefined();
    await user.click(await button('Save'));
    expect(await screen.findByText(/^Saved\. Clients get it/)).toBeDefined();
    expect(platform.askedOf(`PUT ${path}/limits`)[0]?.body).toEqual({
      revision: 4,
      limits: {
        serverDomains: { maxEntries: 50, changesPerMonth: 'unlimited' },
        accessTokens: { requestsPerMinute: null, requestsPerDay: null },
      },
    });
  });
});
