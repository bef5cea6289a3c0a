import { hasCode } from './api-problem.ts';

/** What the platform found wrong with the fields of a body, by their names. */
export function fieldFaults(thrown: unknown): Readonly<Record<string, string>> {
  if (!hasCode(thrown, 'INVALID_REQUEST')) return {};
  const { faults } = thrown.details;
  if (!Array.isArray(faults)) return {};
  return Object.fromEntries(
    faults.filter(isFault).map(({ at, message }) => [at.replace(/^body\//, ''), message]),
  );
}

function isFault(value: unknown): value is { at: string; message: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { at, message } = value as Partial<Record<string, unknown>>;
  return typeof at === 'string' && typeof message === 'string';
}
