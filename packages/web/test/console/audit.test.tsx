import type { AuditEntry } from '@minigate/platform';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { everything, toAuditQuery } from '../../src/console/audit/audit-query.ts';
import { ok, refusal } from './support/fake-platform.ts';
import { person, platformOf } from './support/people.ts';
import { showConsole } from './support/show-console.tsx';

const entry: AuditEntry = {
  id: 'au1',
  time: 1_700_000_000_000,
  requestId: 'rq1',
  actor: { kind: 'user', id: 'us1', name: 'ana@example.test' },
  address: '192.0.2.7',
  action: 'member.set-role',
  outcome: 'done',
  teamId: 'tm1',
  appId: null,
  details: { before: 'viewer', role: 'owner' },
};
const path = '/console/v1/teams/tm1/audit';

describe('the query of the audit log', () => {
  it('has what was chosen and nothing else', () => {
    expect(toAuditQuery(everything)).toEqual({});
    expect(toAuditQuery({ ...everything, actor: ' ana ', outcome: 'refused' })).toEqual({
      actor: 'ana',
      outcome: 'refused',
    });
  });

  it('has local times as milliseconds, and the whole minute of the end', () => {
    const { from, to } = toAuditQuery({
      ...everything,
      from: '2026-01-02T03:04',
      to: '2026-01-02T03:04',
    });
    expect(Number(from)).toBe(new Date(2026, 0, 2, 3, 4).getTime());
    expect(Number(to) - Number(from)).toBe(60_000);
  });
});

describe('the audit log', () => {
  it('tells each entry in words, and unfolds what is behind it', async () => {
    const platform = platformOf(person('viewer')).on(`GET ${path}`, ok({ entries: [entry], next: null }));
    const { user } = showConsole(platform, '/teams/tm1/audit');
    const list = within(await screen.findByRole('list', { name: 'Audit log' }));
    expect(list.getByText('Role changed')).toBeDefined();
    const details = list.getByRole('button', { name: /^Details: Role changed/ });
    expect(details.getAttribute('aria-expanded')).toBe('false');
    await user.click(details);
    expect(details.getAttribute('aria-expanded')).toBe('true');
    expect(list.getByText('192.0.2.7')).toBeDefined();
    expect(list.getByText(/"before": "viewer"/)).toBeDefined();
  });

  it('names the code of a refusal, and an action that it does not know by its own name', async () => {
    const refused = { ...entry, action: 'tea.brew', outcome: 'refused', details: { code: 'FORBIDDEN' } };
    const platform = platformOf(person('viewer')).on(`GET ${path}`, ok({ entries: [refused], next: null }));
    showConsole(platform, '/teams/tm1/audit');
    expect(await screen.findByText('Refused · FORBIDDEN')).toBeDefined();
    expect(screen.getAllByText('tea.brew').length).toBeGreaterThan(0);
  });

  it('is filtered, also in what is exported', async () => {
    const platform = platformOf(person('viewer')).on(`GET ${path}`, (_, query) =>
      ok({ entries: query.get('outcome') === 'refused' ? [] : [entry], next: null }),
    );
    const { user } = showConsole(platform, '/teams/tm1/audit');
    await screen.findByRole('list', { name: 'Audit log' });
    await user.selectOptions(screen.getByLabelText('Outcome'), 'refused');
    expect(await screen.findByText('No entries match the filters')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'CSV' }));
    await waitFor(() =>
      expect(platform.asked.map(({ route }) => route)).toContain(
        `GET ${path}/export?outcome=refused&format=csv`,
      ),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await screen.findByRole('list', { name: 'Audit log' });
  });

  it('asks for a new sign-in where the session has ended before an export, and says why another fails', async () => {
    const platform = platformOf(person('viewer'))
      .on(`GET ${path}`, ok({ entries: [entry], next: null }))
      .on(`GET ${path}/export`, refusal('NOT_SIGNED_IN', 401))
      .on('POST /console/v1/session', ok(person('viewer')));
    const { user } = showConsole(platform, '/teams/tm1/audit');
    await user.click(await screen.findByRole('button', { name: 'NDJSON' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Your session has ended' }));
    platform.on(`GET ${path}/export`, refusal('INTERNAL', 500, { message: 'The platform has a fault.' }));
    await user.type(dialog.getByLabelText(/^Password/), 'a good password');
    await user.click(dialog.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('The platform has a fault.')).toBeDefined();
  });

  it('goes on where a page ends', async () => {
    const platform = platformOf(person('viewer')).on(`GET ${path}`, (_, query) =>
      ok(
        query.get('cursor') === 'p2'
          ? { entries: [{ ...entry, id: 'au0', action: 'team.create' }], next: null }
          : { entries: [entry], next: 'p2' },
      ),
    );
    const { user } = showConsole(platform, '/teams/tm1/audit');
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    const list = within(screen.getByRole('list', { name: 'Audit log' }));
    expect(await list.findByText('Team created')).toBeDefined();
    expect(list.getByText('Role changed')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });
});
