import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { networkOf } from '../http/client-network.ts';
import type { DeliveredLink, LinkDelivery } from './link-delivery.ts';
import type { OneTimeLinks } from './one-time-links.ts';
import type { Passwords } from './passwords.ts';
import type { People, Person } from './people.ts';
import type { Sessions } from './sessions.ts';
import type { Teams } from './teams.ts';
import { Throttle } from './throttle.ts';

export interface PasswordResetDependencies {
  readonly people: People;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly teams: Teams;
  readonly links: OneTimeLinks;
  readonly delivery: LinkDelivery;
}

const HOUR = 3_600_000;
/** Mails that one address gets, and that one client may ask for. */
const perAddressee = { what: 'password-reset.addressee', limit: 3, window: HOUR } as const;
const perClient = { what: 'password-reset.client', limit: 20, window: HOUR } as const;

/**
 * Links that let somebody choose a new password. Where there is no mail server, whoever makes such a link could use it,
 * and so may make it only for accounts that give no more than the maker has.
 */
export class PasswordResets {
  readonly #core: Core;
  readonly #with: PasswordResetDependencies;
  readonly #throttle: Throttle;
  /** Mails that are asked for and not yet sent. */
  readonly #underWay = new Set<Promise<void>>();

  constructor(core: Core, dependencies: PasswordResetDependencies) {
    this.#core = core;
    this.#with = dependencies;
    this.#throttle = new Throttle(core);
  }

  /**
   * Makes a link for somebody else.
   *
   * @throws ApiError `FORBIDDEN` if the account could do what the maker cannot, `NOT_FOUND`, `UNAVAILABLE`
   */
  async make(origin: Origin, userId: string, teamId?: string): Promise<DeliveredLink> {
    const { storage, audit } = this.#core;
    const { people, links, delivery } = this.#with;
    const madeBy = origin.actor.id;
    const link = await storage.change(async (change) => {
      const person = await people.hold(change, userId);
      if (!(await this.#mayReset(madeBy, person, change.tx))) {
        throw new ApiError('FORBIDDEN', {
          detail:
            'a password is reset by an operator or by an owner of every team that the account is in, never for an operator or for oneself',
        });
      }
      const details = { userId, email: person.email };
      await audit.done(change, origin, { action: 'password-reset.make', teamId, details });
      return links.make(change, this.#linkFor(person, madeBy));
    });
    return delivery.deliver(link, {
      subject: 'A new password for your account',
      text: `${origin.actor.name} lets you choose a new password for your account.`,
    });
  }

  /**
   * Mails a link to an address, if it has an account. The answer does not wait for it, and so does not tell.
   *
   * @throws ApiError `NO_MAIL_SERVER`, `QUOTA_EXCEEDED` by the address of the client
   */
  async ask(origin: Origin, email: string): Promise<void> {
    const { storage, log } = this.#core;
    if (!this.#with.delivery.mails) throw new ApiError('NO_MAIL_SERVER');
    const { exceeded, retryAfter } = await storage.change((change) =>
      this.#throttle.count(change, perClient, networkOf(origin.address)),
    );
    if (exceeded) throw new ApiError('QUOTA_EXCEEDED', { retryAfter });
    const mailing = this.#mail(origin, email.toLowerCase()).catch((error: unknown) =>
      log.error({ err: error, requestId: origin.requestId }, 'A password reset could not be mailed'),
    );
    this.#underWay.add(mailing);
    void mailing.finally(() => this.#underWay.delete(mailing));
  }

  /**
   * Sets the new password; every session of the account ends.
   *
   * @throws ApiError `LINK_USED`, `WEAK_PASSWORD`
   */
  async use(origin: Origin, { secret, password }: { secret: string; password: string }): Promise<void> {
    const { storage, audit } = this.#core;
    const { people, passwords, sessions, links } = this.#with;
    const link = await links.look('password-reset', secret);
    const passwordHash = await passwords.hash(password, link.email);
    await storage.change(async (change) => {
      const person = await people.hold(change, link.subject);
      const may = link.madeBy === '' || (await this.#mayReset(link.madeBy, person, change.tx));
      if (!may) throw new ApiError('LINK_USED');
      await links.use(change, link.id);
      await links.withdrawAll(change, 'password-reset', person.userId);
      await people.setPassword(change, person.userId, passwordHash);
      await sessions.endAll(change, person.userId);
      const actor = { kind: 'user' as const, id: person.userId, name: person.email };
      const details = { linkMadeBy: link.madeBy === '' ? 'the addressee' : link.madeBy };
      await audit.done(change, { ...origin, actor }, { action: 'password-reset.use', details });
    });
  }

  /** Waits for the mails that are under way. */
  async close(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #mail(origin: Origin, email: string): Promise<void> {
    const { storage, audit } = this.#core;
    const { people, links, delivery } = this.#with;
    const link = await storage.change(async (change) => {
      const { exceeded } = await this.#throttle.count(change, perAddressee, email);
      const person = await people.find(email, change.tx);
      if (exceeded || person === undefined) return undefined;
      await audit.done(change, origin, {
        action: 'password-reset.ask',
        details: { userId: person.userId, email },
      });
      return links.make(change, this.#linkFor(person, ''));
    });
    if (link === undefined) return;
    await delivery.deliver(link, {
      subject: 'A new password for your account',
      text: 'Somebody, hopefully you, asked for a new password for your account.',
    });
  }

  #linkFor({ userId, email }: Person, madeBy: string) {
    const mailed = this.#with.delivery.mails;
    return { kind: 'password-reset', subject: userId, madeBy, email, role: null, mailed } as const;
  }

  /** Asked when the link is made, and again when it is used: the account may have come to more in between. */
  async #mayReset(makerId: string, person: Person, db: Database): Promise<boolean> {
    const { people, teams } = this.#with;
    if (person.operator || person.userId === makerId) return false;
    const maker = await people.get(makerId, db);
    if (maker.operator) return true;
    const owned = new Set(
      (await teams.ofUser(makerId, db)).filter(({ role }) => role === 'owner').map(({ teamId }) => teamId),
    );
    const theirs = await teams.ofUser(person.userId, db);
    return theirs.length > 0 && theirs.every(({ teamId }) => owned.has(teamId));
  }
}
