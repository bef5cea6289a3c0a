import { sql } from 'kysely';
import type { TestPlatform } from './test-platform.ts';

/** Every table, column and index, as the database tells of them. */
export async function tablesOf({ core: { storage } }: TestPlatform): Promise<unknown> {
  const query =
    storage.kind === 'sqlite'
      ? sql`select name, sql from sqlite_master order by name`
      : sql`select table_name, column_name, data_type, is_nullable, '' as definition
          from information_schema.columns where table_schema = 'public'
          union all select tablename, indexname, '', '', indexdef from pg_indexes where schemaname = 'public'
          order by 1, 2`;
  return (await query.execute(storage.db)).rows;
}
