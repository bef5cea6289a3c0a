import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: string;
  }
}

/** Both databases: what is tested on one is tested on the other. */
export const databaseKinds = ['sqlite', 'postgres'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** Settings that name an empty database, which is gone after the test. */
export interface TestDatabase {
  readonly environment: Readonly<Record<string, string>>;
}

export async function emptyDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'minigate-platform-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const secret = randomBytes(32).toString('hex');
  const environment = { MINIGATE_DATA: directory, MINIGATE_SECRET: secret };
  if (kind === 'sqlite') return { environment };
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(`create database ${name}`);
  onTestFinished(() => onServer(`drop database ${name} with (force)`));
  return { environment: { ...environment, DATABASE_URL: `${inject('postgres')}/${name}` } };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject('postgres')}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
