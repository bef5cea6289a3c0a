import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import type { Passwords } from './passwords.ts';
import type { People, Person } from './people.ts';
import type { Sessions } from './sessions.ts';
import { SignInLimits } from './sign-in-limits.ts';

export interface SignInDependencies {
  readonly people: People;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
}

/** Signing in and changing one's own password: whoever can do either knows the password. */
export class SignIn {
  readonly #core: Core;
  readonly #with: SignInDependencies;
  readonly #limits: SignInLimits;

  constructor(core: Core, dependencies: SignInDependencies) {
    this.#core = core;
    this.#with = dependencies;
    this.#limits = new SignInLimits(core);
  }

  /**
   * An unknown address, a wrong password and an account without one get the same answer in the same time.
   *
   * @throws ApiError `WRONG_CREDENTIALS`, `TOO_MANY_REQUESTS`
   */
  async signIn(
    origin: Origin,
    { email, password, userAgent }: { email: string; password: string; userAgent: string },
  ): Promise<{ token: string; sessionId: string; person: Person }> {
    const { storage, audit } = this.#core;
    const { people, sessions } = this.#with;
    await this.#admit(origin, 'session.sign-in', email);
    const person = await this.#prove(email, password);
    if (person === undefined) throw new ApiError('WRONG_CREDENTIALS');
    return storage.change(async (change) => {
      await people.hold(change, person.userId);
      const now = await people.find(email, change.tx);
      if (now?.passwordHash !== person.passwordHash) throw new ApiError('WRONG_CREDENTIALS');
      await this.#limits.forgive(change, email, origin.address);
      const begun = await sessions.start(change, person.userId, origin, userAgent);
      const actor = {
        kind: now.operator ? ('operator' as const) : ('user' as const),
        id: now.userId,
        name: now.email,
      };
      await audit.done(change, { ...origin, actor }, { action: 'session.sign-in' });
      return { ...begun, person: now };
    });
  }

  /**
   * Every other session of the account ends, and so do the links that could reset its password.
   *
   * @throws ApiError `WRONG_PASSWORD`, `WEAK_PASSWORD`, `TOO_MANY_REQUESTS`
   */
  async changePassword(
    origin: Origin,
    who: { userId: string; email: string; sessionId: string },
    { present, next }: { present: string; next: string },
  ): Promise<void> {
    const { storage, audit } = this.#core;
    const { people, passwords, sessions } = this.#with;
    await this.#admit(origin, 'account.change-password', who.email);
    const person = await this.#prove(who.email, present);
    if (person === undefined) throw new ApiError('WRONG_PASSWORD');
    const passwordHash = await passwords.hash(next, who.email);
    await storage.change(async (change) => {
      await people.hold(change, who.userId);
      const now = await people.find(who.email, change.tx);
      if (now?.passwordHash !== person.passwordHash) throw new ApiError('WRONG_PASSWORD');
      await this.#limits.forgive(change, who.email, origin.address);
      await people.setPassword(change, who.userId, passwordHash);
      await sessions.endAll(change, who.userId, who.sessionId);
      await change.tx
        .deleteFrom('one_time_link')
        .where('kind', '=', 'password-reset')
        .where('subject', '=', who.userId)
        .execute();
      await audit.done(change, origin, { action: 'account.change-password' });
    });
  }

  async #prove(email: string, password: string) {
    const person = await this.#with.people.find(email);
    const right = await this.#with.passwords.matches(person?.passwordHash, password);
    return right ? person : undefined;
  }

  /** One refusal in a window is kept in the audit log: a flood must not fill it. */
  async #admit(origin: Origin, action: string, email: string): Promise<void> {
    const { storage, audit } = this.#core;
    const exceeded = await storage.change((change) => this.#limits.count(change, email, origin.address));
    if (exceeded === undefined) return;
    const { retryAfter, first } = exceeded;
    if (first) await audit.refused(origin, { action, details: { code: 'TOO_MANY_REQUESTS' } });
    throw new ApiError('TOO_MANY_REQUESTS', { retryAfter });
  }
}
