import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { databaseKinds, emptyDatabase } from '../support/databases.ts';
import { TestClock } from '../support/test-clock.ts';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.ts';
import { askForToken, isValid, makeTokenProgram, type Token } from '../support/token-program.ts';

const SECOND = 1000;
const LIFETIME = 7200 * SECOND;
const OVERLAP = 300 * SECOND;

type Step =
  | { readonly do: 'advance'; readonly seconds: number }
  /** As many requests at the same moment, to one replica after the other. */
  | { readonly do: 'ask'; readonly times: number }
  | { readonly do: 'force'; readonly replica: number }
  | { readonly do: 'reset' | 'freeze' | 'thaw'; readonly replica: number }
  /** A reset and requests with the older AppSecret, at the same moment. */
  | { readonly do: 'race'; readonly replica: number };

const replica = fc.integer({ min: 0, max: 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      seconds: fc.oneof(
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom(29, 30, 299, 300, 301, 3600, 6899, 6900, 6901, 7199, 7200),
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('ask' as const), times: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('force' as const), replica }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom(...(['reset', 'freeze', 'thaw', 'race'] as const)), replica }),
  },
);

/** What is said of access tokens, in as few words as it takes: each token has an end, and some things bring it nearer. */
class Model {
  readonly ends = new Map<string, number>();
  current: { token: string; endsAt: number } | undefined;
  forcedAt = -Infinity;
  frozen = false;

  valid(now: number): Set<string> {
    return new Set([...this.ends].filter(([, endsAt]) => endsAt > now).map(([token]) => token));
  }

  /** The token that has to be given now; undefined if it has to be a new one. */
  expected(now: number): string | undefined {
    return this.current !== undefined && this.current.endsAt - now > OVERLAP ? this.current.token : undefined;
  }

  given(token: string, now: number): void {
    if (token === this.current?.token) return;
    this.current = { token, endsAt: now + LIFETIME };
    this.ends.set(token, this.current.endsAt);
  }

  resetNow(): void {
    this.endAll();
    this.forcedAt = -Infinity;
    this.frozen = false;
  }

  endAll(): void {
    this.current = undefined;
    for (const token of this.ends.keys()) this.ends.set(token, 0);
  }
}

describe.each(databaseKinds)('at any time, on two replicas of %s', (kind) => {
  it('exactly the access tokens are valid that should be', { timeout: 240_000 }, async () => {
    const database = await emptyDatabase(kind);
    const clock = new TestClock();
    const first = await startTestPlatform(kind, { database, clock });
    const second = await startTestPlatform(kind, { database, clock });
    const replicas: readonly TestPlatform[] = [first, second];
    const at = (index: number) => replicas[index] ?? first;

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const program = await makeTokenProgram(first);
        const owners = [program.owner, await second.member(program.teamId, 'owner')];
        const owner = (index: number) => owners[index] ?? program.owner;
        const model = new Model();
        for (const taken of steps) {
          const now = clock.now();
          if (taken.do === 'advance') {
            clock.advance(taken.seconds * SECOND);
          } else if (taken.do === 'ask') {
            const asked = Array.from({ length: taken.times }, (_, index) =>
              askForToken(at(index % 2), program),
            );
            const answers = await Promise.all(asked);
            const status = model.frozen ? 403 : 200;
            expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => status));
            if (model.frozen) continue;
            const tokens = answers.map((answer) => answer.body as Token);
            const expected = model.expected(now);
            if (expected !== undefined) expect(tokens[0]?.access_token).toBe(expected);
            for (const token of tokens) model.given(token.access_token, now);
            expect(new Set(tokens.map((token) => token.access_token)).size).toBe(1);
            const left = Math.floor(((model.current?.endsAt ?? 0) - now) / SECOND);
            expect(tokens.map((token) => token.expires_in)).toEqual(tokens.map(() => left));
          } else if (taken.do === 'force') {
            const answer = await askForToken(at(taken.replica), program, { force_refresh: true });
            const early = now - model.forcedAt < 30 * SECOND;
            expect(answer.status).toBe(model.frozen ? 403 : early ? 429 : 200);
            if (answer.status !== 200) continue;
            model.endAll();
            model.forcedAt = now;
            const { access_token: token } = answer.body as Token;
            expect(model.ends.has(token)).toBe(false);
            model.given(token, now);
          } else if (taken.do === 'reset') {
            await program.reset(owner(taken.replica));
            model.resetNow();
          } else if (taken.do === 'race') {
            const older = program.secret();
            const asked = [0, 1, 0, 1].map((index) =>
              askForToken(at(index), { appId: program.appId, secret: () => older }),
            );
            const [answers] = await Promise.all([Promise.all(asked), program.reset(owner(taken.replica))]);
            for (const { status, body } of answers) {
              expect([200, 401, 403]).toContain(status);
              if (status === 200) model.ends.set((body as Token).access_token, 0);
            }
            model.resetNow();
          } else {
            const method = taken.do === 'freeze' ? 'POST' : 'DELETE';
            const changed = await owner(taken.replica).call(method, `${program.path}/freeze`);
            expect(changed.status).toBe(200);
            model.frozen = taken.do === 'freeze';
          }
          // Replicas on one file do not hear of each other: what they remember has its second. Else a millisecond
          // passes, so that a token that follows another at once need not be dated ahead.
          clock.advance(kind === 'sqlite' ? SECOND : 1);
          await expectValid(replicas, model, clock);
        }
      }),
      { numRuns: 12 },
    );
  });
});

/** Replicas have a second to hear of a change. */
async function expectValid(replicas: readonly TestPlatform[], model: Model, clock: TestClock): Promise<void> {
  const should = model.valid(clock.now());
  const tokens = [...model.ends.keys()];
  await vi.waitFor(async () => {
    for (const platform of replicas) {
      const verdicts = await Promise.all(tokens.map((token) => isValid(platform, token)));
      expect(new Set(tokens.filter((_, index) => verdicts[index]))).toEqual(should);
    }
  });
}
