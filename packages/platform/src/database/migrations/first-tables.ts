import { type Kysely, type Migration, sql } from 'kysely';
import type { DatabaseKind } from '../storage.ts';

/**
 * The tables of `schema.ts`. The statements are the same for both databases, but for the name of whole numbers, for
 * SQLite's STRICT (without it, it takes any value into any column) and for what keeps the audit log from being changed.
 */
export function firstTables(kind: DatabaseKind): Migration {
  const whole = kind === 'sqlite' ? 'integer' : 'bigint';
  const strict = kind === 'sqlite' ? ' strict' : '';
  const counted =
    kind === 'sqlite'
      ? 'integer primary key autoincrement'
      : 'bigint generated always as identity primary key';
  const tables = [
    `create table mini_program (
      app_id text primary key, team_id text not null, name text not null, name_key text not null, first_party ${whole} not null,
      archived_at ${whole}, created_at ${whole} not null, revision ${whole} not null, revised_at ${whole} not null,
      domains_version ${whole} not null)`,
    `create table server_domains (
      app_id text not null, version ${whole} not null, lists text not null, changed_by text not null,
      changed_at ${whole} not null, restored ${whole}, primary key (app_id, version))`,
    `create table app_secret (
      app_id text primary key, hash text, generation ${whole} not null, frozen_at ${whole}, reset_at ${whole},
      allowed_addresses text not null)`,
    `create table access_token (
      app_id text primary key, generation ${whole} not null, issued_at ${whole} not null,
      previous_issued_at ${whole}, previous_ends_at ${whole}, forced_at ${whole})`,
    `create table usage_count (
      subject text not null, what text not null, "window" ${whole} not null, count ${whole} not null,
      primary key (subject, what, "window"))`,
    `create table signing_key (
      thumbprint text primary key, number ${whole} not null unique, public_key text not null, private_key text,
      state text not null, created_at ${whole} not null, changed_at ${whole} not null, endorsement text)`,
    `create table platform_state (
      id ${whole} primary key, revision ${whole} not null, revised_at ${whole} not null, banned_hosts text not null,
      acceleration text not null, limits text not null)`,
    `create table audit_entry (
      sequence ${counted}, id text not null, time ${whole} not null, request_id text not null,
      actor_kind text not null, actor_id text not null, actor_name text not null, address text not null,
      action text not null, outcome text not null, team_id text, app_id text, details text not null)`,
    `create table one_time_link (
      hash text primary key, id text not null unique, kind text not null, subject text not null, details text not null, made_by text not null,
      created_at ${whole} not null, expires_at ${whole} not null, used_at ${whole})`,
  ];
  const rest = [
    'create index mini_program_team on mini_program (team_id)',
    'create unique index mini_program_name on mini_program (team_id, name_key) where archived_at is null',
    'create index audit_entry_team on audit_entry (team_id, sequence)',
    'create index audit_entry_app on audit_entry (app_id, sequence)',
    'create index usage_count_window on usage_count (what, "window")',
    'create index one_time_link_subject on one_time_link (kind, subject)',
    "insert into platform_state values (1, 0, 0, '[]', '{}', '{}')",
    ...(kind === 'sqlite' ? appendOnlySqlite : appendOnlyPostgres),
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of [...tables.map((table) => table + strict), ...rest]) {
        await sql.raw(statement).execute(db);
      }
    },
  };
}

const appendOnlySqlite = ['update', 'delete'].map(
  (verb) =>
    `create trigger audit_entry_no_${verb} before ${verb} on audit_entry
      begin select raise(abort, 'The audit log is only added to.'); end`,
);

const appendOnlyPostgres = [
  `create function audit_entry_refuse() returns trigger language plpgsql as
    $$ begin raise exception 'The audit log is only added to.'; end $$`,
  `create trigger audit_entry_append_only before update or delete or truncate on audit_entry
    for each statement execute function audit_entry_refuse()`,
];
