/** SQLite's extended code for a value that a unique index has already. */
const sqliteUnique = 2067;

/** Whether a change failed because a unique index has the value already. */
export function isDuplicate(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return code === '23505' || errcode === sqliteUnique;
}
