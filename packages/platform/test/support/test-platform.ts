import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Role } from '../../src/accounts/roles.ts';
import { type Platform, startPlatform } from '../../src/main.ts';
import type { PlatformOptions } from '../../src/open-core.ts';
import { readSettings } from '../../src/settings.ts';
import { type DatabaseKind, emptyDatabase, type TestDatabase } from './databases.ts';
import { TestClock } from './test-clock.ts';

/** An answer of the platform, its JSON read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Somebody who asks, with the cookies or the token of the one who is signed in. */
export interface Visitor {
  readonly userId: string;
  readonly email: string;
  /** What says who it is. */
  readonly headers: Readonly<Record<string, string>>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface TestPlatform extends Platform {
  readonly clock: TestClock;
  /** What was logged so far. */
  readonly logged: () => string;
  readonly nobody: Visitor;
  /** Somebody new, who is signed in and in no team. */
  signIn(who?: { operator?: boolean }): Promise<Visitor>;
  /** A new team and its owner. */
  team(): Promise<{ teamId: string; owner: Visitor }>;
  /** Somebody new, in a team. */
  member(teamId: string, role: Role): Promise<Visitor>;
}

export interface TestPlatformOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** The database of another platform: a second replica. */
  readonly database?: TestDatabase;
  readonly clock?: TestClock;
  readonly surroundings?: PlatformOptions['surroundings'];
  readonly pages?: string;
}

/** Tests ask more often than people do. */
const unlimited = {
  MINIGATE_ADDRESS_LIMIT: '0',
  MINIGATE_ACCOUNT_LIMIT: '0',
  MINIGATE_PROGRAM_LIMIT: '0',
};

/** A real platform on a real database, on loopback; it is closed after the test. */
export async function startTestPlatform(
  kind: DatabaseKind,
  options: TestPlatformOptions = {},
): Promise<TestPlatform> {
  const database = options.database ?? (await emptyDatabase(kind));
  const read = readSettings({
    ...unlimited,
    MINIGATE_PORT: '0',
    ...database.environment,
    ...options.environment,
  });
  if (!read.ok) throw new Error(read.faults.join(' '));
  const clock = options.clock ?? new TestClock();
  const log: string[] = [];
  const platform = await startPlatform(read.settings, {
    clock,
    ...(options.surroundings === undefined ? {} : { surroundings: options.surroundings }),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
    logTo: { write: (line: string) => void log.push(line) },
  });
  onTestFinished(() => platform.close());
  const { storage } = platform.core;
  const { people, sessions, teams, members } = platform.services.accounts;
  const setUp = { requestId: 'test', actor: { kind: 'system', id: '', name: 'test' }, address: '' } as const;

  const visitor = (who: Pick<Visitor, 'userId' | 'email'>, authorization?: string): Visitor => ({
    ...who,
    headers: authorization === undefined ? {} : { authorization },
    async call(method, path, body, headers = {}) {
      const response = await fetch(new URL(path, platform.address), {
        method,
        redirect: 'manual',
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: readJson(text) };
    },
  });

  const signIn: TestPlatform['signIn'] = async ({ operator = false } = {}) => {
    // Not by a password: its hash is slow on purpose.
    const email = `${randomBytes(6).toString('hex')}@example.test`;
    return storage.change(async (change) => {
      const person = await people.add(change, { email, name: email, passwordHash: null });
      if (person === undefined) throw new Error(`There is an account of ${email} already.`);
      const { userId } = person;
      if (operator) await people.setOperator(change, userId, true);
      const { token } = await sessions.start(change, userId, setUp, 'test');
      return visitor({ userId, email }, `Bearer ${token}`);
    });
  };

  const join = async (teamId: string, role: Role) => {
    const who = await signIn();
    await storage.change((change) => members.add(change, teamId, who.userId, role));
    return who;
  };

  return {
    ...platform,
    clock,
    logged: () => log.join(''),
    nobody: visitor({ userId: '', email: '' }),
    signIn,
    async team() {
      const owner = await signIn();
      const { teamId } = await teams.create(setUp, owner.userId, `Team of ${owner.email}`);
      return { teamId, owner };
    },
    member: join,
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
