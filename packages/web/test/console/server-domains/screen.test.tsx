import type { Role, ServerDomainState } from '@minigate/platform';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakePlatform, ok, refusal } from '../support/fake-platform.ts';
import { person, platformOf } from '../support/people.ts';
import { goTo, loseConnection, showConsole } from '../support/show-console.tsx';

const place = '/mini-programs/mp1/settings/server-domains';
const path = '/console/v1/mini-programs/mp1/server-domains';
const [a, b, c] = ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'];

const stateOf = (
  serverDomains: ServerDomainState['serverDomains'],
  more: Partial<ServerDomainState> = {},
): ServerDomainState => ({
  version: 3,
  serverDomains,
  changedBy: 'ben@example.test',
  changedAt: 1_700_000_000_000,
  restored: null,
  limits: { maxEntries: 200, changesPerMonth: 'unlimited', changesThisMonth: 0 },
  issues: [],
  ...more,
});

function platformWith(state: ServerDomainState, role: Role = 'developer'): FakePlatform {
  return platformOf(person(role))
    .on(`GET ${path}`, ok(state))
    .on(`GET ${path}/history`, ok({ history: [], next: null }))
    .on(`POST ${path}/validate`, ok({ ok: true, entries: [], overflows: [] }));
}

const saved = (version: number, serverDomains: readonly string[]) =>
  ok({ ...stateOf(serverDomains, { version }), changed: true, added: {}, removed: {}, entries: [] });
const inputs = () => screen.findAllByPlaceholderText<HTMLInputElement>('https://api.example.com');
const values = async () => (await inputs()).map(({ value }) => value);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

beforeEach(() => sessionStorage.clear());
afterEach(() => goTo('/'));

describe('the screen of server domains', () => {
  it('judges an entry while it is typed, and takes its correction with one click', async () => {
    const { user } = showConsole(platformWith(stateOf([a])), place);
    await user.click(await button('Add an entry'));
    await user.keyboard('http://B.example.com/');
    expect(
      await screen.findByText(/A server domain is reached by https only: "http:\/\/B\.example\.com\/"/),
    ).toBeDefined();
    expect((await button('Review and save')).hasAttribute('disabled')).toBe(true);
    await user.click(await button(`Use ${b}`));
    expect(await values()).toEqual([a, b]);
  });

  it('shows the difference before it saves, and saves with the version that was seen', async () => {
    const platform = platformWith(stateOf([a])).on(`PUT ${path}`, saved(4, [b]));
    const { user } = showConsole(platform, place);
    await user.click(await button(`Remove ${a}`));
    await user.click(await button('Add an entry'));
    await user.paste(b);
    await user.click(await button('Review and save'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(b)).toBeDefined();
    expect(within(dialog).getByText('allowed from now on')).toBeDefined();
    expect(within(dialog).getByText('refused from now on')).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Saved as version 4/)).toBeDefined();
    expect(platform.askedOf(`PUT ${path}`)[0]?.body).toEqual({ version: 3, serverDomains: [b] });
  });

  it('puts both changes together where somebody was faster', async () => {
    const platform = platformWith(stateOf([a])).on(`PUT ${path}`, () => {
      platform.on(`GET ${path}`, ok(stateOf([a, b], { version: 4 })));
      platform.on(`PUT ${path}`, saved(5, [a, b, c]));
      return refusal('CONFLICT', 409, { details: { version: 4, serverDomains: [a, b] } });
    });
    const { user } = showConsole(platform, place);
    await user.click(await button('Add an entry'));
    await user.paste(c);
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    expect(await screen.findByText('Somebody has saved version 4 meanwhile')).toBeDefined();
    expect(await values()).toEqual([a, c]);
    await user.click(await button('Merge both'));
    expect(await values()).toEqual([a, b, c]);
    await user.click(await button('Review and save'));
    await user.click(await button('Save'));
    await waitFor(() =>
      expect(platform.askedOf(`PUT ${path}`)[1]?.body).toEqual({ version: 4, serverDomains: [a, b, c] }),
    );
  });

  it('shows before a merge what another form of the lists undoes', async () => {
    const base = { request: [a], downloadFile: [a], uploadFile: [a] };
    const platform = platformWith(stateOf(base));
    const { user } = showConsole(platform, place);
    await user.click(await screen.findByRole('tab', { name: /^uploadFile/ }));
    await user.click(await button(`Remove ${a}`));
    platform.on(`GET ${path}`, ok(stateOf([a], { version: 4 })));
    loseConnection();
    const heading = await screen.findByText('uploadFile: what the form of the lists brings with it');
    const cells = heading.closest('tr')?.nextElementSibling?.querySelectorAll('th, td') ?? [];
    expect([...cells].map(({ textContent }) => textContent)).toEqual([a, 'as before', '− removed', 'stays']);
  });

  it('keeps what was typed past a reload', async () => {
    const platform = platformWith(stateOf([a]));
    const { user, close } = showConsole(platform, place);
    await user.click(await button('Add an entry'));
    await user.paste(b);
    close();
    showConsole(platform, place);
    expect(await values()).toEqual([a, b]);
  });

  it('makes entries of a pasted table', async () => {
    const { user } = showConsole(platformWith(stateOf([])), place);
    await user.click(await button('Add an entry'));
    const [input] = await inputs();
    if (input === undefined) throw new Error('There is no input.');
    fireEvent.paste(input, { clipboardData: { getData: () => `Name\tDomain\nAPI\t${a}\nFiles\t${b}` } });
    await waitFor(async () => expect(await values()).toEqual([a, b]));
    expect(await screen.findByText('2 entries were added.')).toBeDefined();
  });

  it('takes what the simulator proposes as text that is not saved', async () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const platform = platformWith(stateOf([a]));
    showConsole(platform, `${place}?add=${encodeURIComponent(hostile)}&api=request`);
    expect(await screen.findByText('The simulator proposes an entry')).toBeDefined();
    expect(await values()).toEqual([a, hostile]);
    expect(document.querySelector('img[src="x"]')).toBeNull();
    expect((await button('Review and save')).hasAttribute('disabled')).toBe(true);
    expect(window.location.hash).toBe(`#${place}`);
    expect(platform.askedOf(`PUT ${path}`)).toEqual([]);
  });

  it('tells what operators have banned, in the words of the platform', async () => {
    const message = 'This host cannot be configured as a server domain: "https://b.example.com".';
    const platform = platformWith(stateOf([a])).on(`POST ${path}/validate`, (body) => {
      const { serverDomains } = body as { serverDomains: string[] };
      const index = serverDomains.indexOf(b);
      const entry = { list: 'all', index, entry: b, ok: false, code: 'BANNED_HOST', message };
      return ok({ ok: false, entries: index < 0 ? [] : [entry], overflows: [] });
    });
    const { user } = showConsole(platform, place);
    await user.click(await button('Add an entry'));
    await user.paste(b);
    expect(await screen.findByText(message)).toBeDefined();
  });

  it('tries a URL by the lists as they stand', async () => {
    const { user } = showConsole(platformWith(stateOf([a])), place);
    const url = await screen.findByLabelText('URL');
    await user.click(url);
    await user.paste(`${a}/x`);
    expect(await screen.findByText('Allowed')).toBeDefined();
    await user.clear(url);
    await user.paste(`${a}:9091/x`);
    expect(await screen.findByText(/^The entry https:\/\/a\.example\.com has no port/)).toBeDefined();
    expect(screen.getByText('Rule 3: the port as it is written')).toBeDefined();
    await user.click(await button(`Add ${a}:9091`));
    expect(await screen.findByText('Allowed')).toBeDefined();
  });

  it('lets viewers read and not change', async () => {
    showConsole(platformWith(stateOf([a]), 'viewer'), place);
    expect(await screen.findByText(a)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Add an entry' })).toBeNull();
    expect(screen.getByText(/changes take a developer or an owner/)).toBeDefined();
  });

  it('restores an older version after a look at the difference', async () => {
    const head = { changedBy: 'ben@example.test', changedAt: 1_700_000_000_000, restored: null };
    const history = [
      { version: 3, ...head, added: { all: [a] }, removed: { all: [b] } },
      { version: 2, ...head, added: { all: [b] }, removed: {} },
    ];
    const platform = platformWith(stateOf([a]))
      .on(`GET ${path}/history`, ok({ history, next: null }))
      .on(`GET ${path}/history/2`, ok({ version: 2, ...head, serverDomains: [b] }))
      .on(`POST ${path}/restore`, saved(4, [b]));
    const { user } = showConsole(platform, place);
    await user.click(await button('Restore version 2'));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('allowed from now on')).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Restore' }));
    expect(await screen.findByText(/^Saved as version 4/)).toBeDefined();
    expect(platform.askedOf(`POST ${path}/restore`)[0]?.body).toEqual({ version: 2, current: 3 });
  });

  it('compares an older version with what somebody else has saved meanwhile', async () => {
    const head = { changedBy: 'ben@example.test', changedAt: 1_700_000_000_000, restored: null };
    const history = [{ version: 2, ...head, added: { all: [b] }, removed: {} }];
    const platform = platformWith(stateOf([a]))
      .on(`GET ${path}/history`, ok({ history, next: null }))
      .on(`GET ${path}/history/2`, ok({ version: 2, ...head, serverDomains: [b] }))
      .on(`POST ${path}/restore`, (body) => {
        if ((body as { current: number }).current === 4) return saved(5, [b]);
        platform.on(`GET ${path}`, ok(stateOf([a, c], { version: 4 })));
        return refusal('CONFLICT', 409);
      });
    const { user } = showConsole(platform, place);
    await user.click(await button('Restore version 2'));
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('allowed from now on');
    expect(within(dialog).queryByText(c)).toBeNull();
    await user.click(within(dialog).getByRole('button', { name: 'Restore' }));
    expect(await within(dialog).findByText('Changed by somebody else')).toBeDefined();
    expect(within(dialog).getByText(c)).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Restore' }));
    expect(await screen.findByText(/^Saved as version 5/)).toBeDefined();
  });

  it('keeps a pasted text past a reload until it became entries', async () => {
    const first = showConsole(platformWith(stateOf([])), place);
    await first.user.click(await button('Paste many'));
    const written = await screen.findByRole('dialog');
    await first.user.click(within(written).getByRole('textbox'));
    await first.user.paste(`${a} ${b}`);
    first.close();
    const { user } = showConsole(platformWith(stateOf([])), place);
    await user.click(await button('Paste many'));
    await user.click(await button('Add 2'));
    expect(await values()).toEqual([a, b]);
    await user.click(await button('Paste many'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
  });
});
