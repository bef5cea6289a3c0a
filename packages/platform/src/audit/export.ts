import type { AuditEntry } from './audit-trail.ts';

/** How an export is written, and what it is called on the way. */
export const exportFormats = {
  ndjson: { type: 'application/x-ndjson; charset=utf-8', write: toNdjson },
  csv: { type: 'text/csv; charset=utf-8; header=present', write: toCsv },
} as const;

export type ExportFormat = keyof typeof exportFormats;

/** One JSON object a line, as the API shows an entry. */
async function* toNdjson(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

const columns = [
  'time',
  'action',
  'outcome',
  'actorKind',
  'actorId',
  'actor',
  'address',
  'teamId',
  'appId',
  'details',
  'requestId',
  'id',
] as const;

/** A table with a head, as RFC 4180 writes it; times as ISO 8601. */
async function* toCsv(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield toLine(columns);
  for await (const { time, actor, teamId, appId, details, ...entry } of entries) {
    yield toLine([
      ...[new Date(time).toISOString(), entry.action, entry.outcome],
      ...[actor.kind, actor.id, actor.name, entry.address, teamId ?? '', appId ?? ''],
      ...[JSON.stringify(details), entry.requestId, entry.id],
    ]);
  }
}

function toLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

/**
 * A cell, quoted where it has to be, also for spreadsheets that divide at semicolons. They run what begins with `=`, `+`,
 * `-`, `@`, in any width, or a tab as a formula: an apostrophe in front makes it text.
 */
function toCell(text: string): string {
  const inert = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
