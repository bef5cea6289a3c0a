/** What somebody looks for in the audit log, as it stands in the form. */
export interface AuditWish {
  readonly action: string;
  readonly actor: string;
  readonly outcome: '' | 'done' | 'refused';
  /** Local date and time, as `<input type="datetime-local">` has them; empty: no bound. */
  readonly from: string;
  readonly to: string;
}

export const everything: AuditWish = { action: '', actor: '', outcome: '', from: '', to: '' };

/**
 * The query that asks the platform for it. What is empty plays no part; the minute of `to` belongs to it.
 *
 * @example
 * toAuditQuery({ ...everything, outcome: 'refused' }); // { outcome: 'refused' }
 */
export function toAuditQuery({ action, actor, outcome, from, to }: AuditWish): Record<string, string> {
  const query = {
    action,
    actor: actor.trim(),
    outcome,
    from: timeOf(from, 0),
    to: timeOf(to, 60_000),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
}

function timeOf(local: string, later: number): string {
  const time = Date.parse(local);
  return Number.isNaN(time) ? '' : String(Math.max(0, time + later));
}
