/** PostgreSQL's code for a value that a unique index has already. */
const postgresUnique = '23505';
/** SQLite's words for it: its driver gives codes of statements without results only. */
const sqliteUnique = /^UNIQUE constraint failed/;

/** Whether a change failed because a unique index has the value already. */
export function isDuplicate(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === postgresUnique) || sqliteUnique.test(error.message);
}
