import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import type { DeliveredLink, LinkDelivery } from './link-delivery.ts';
import type { Members } from './members.ts';
import type { OneTimeLink, OneTimeLinks } from './one-time-links.ts';
import type { Passwords } from './passwords.ts';
import type { People } from './people.ts';
import type { Role } from './roles.ts';
import type { Teams } from './teams.ts';
import { Throttle } from './throttle.ts';

export interface InvitationDependencies {
  readonly people: People;
  readonly passwords: Passwords;
  readonly teams: Teams;
  readonly members: Members;
  readonly links: OneTimeLinks;
  readonly delivery: LinkDelivery;
}

/** What whoever has an invitation sees of it. */
export interface InvitationView {
  readonly email: string;
  /** Null if it leads into no team. */
  readonly team: { readonly teamId: string; readonly name: string; readonly role: Role } | null;
  readonly expiresAt: number;
}

/** Invitations that one account may make in a day. */
const perDay = { what: 'invitation', limit: 100, window: 24 * 3_600_000 } as const;

/**
 * How people get accounts, and get into teams. An invitation is for one e-mail address; it is worth what its maker may
 * do at the moment of its use. Making an account and joining a team are two steps, so that neither tells whether the
 * address had an account before.
 */
export class Invitations {
  readonly #core: Core;
  readonly #with: InvitationDependencies;
  readonly #throttle: Throttle;

  constructor(core: Core, dependencies: InvitationDependencies) {
    this.#core = core;
    this.#with = dependencies;
    this.#throttle = new Throttle(core);
  }

  /**
   * Invites into a team, or, by an operator, to the platform alone.
   *
   * @throws ApiError `QUOTA_EXCEEDED`, `UNAVAILABLE`
   */
  async invite(
    origin: Origin,
    invitation: { email: string; team?: { teamId: string; role: Role } },
  ): Promise<DeliveredLink> {
    const { storage, audit } = this.#core;
    const { links, delivery, teams } = this.#with;
    const { team } = invitation;
    const email = invitation.email.toLowerCase();
    const name = team === undefined ? undefined : (await teams.get(team.teamId)).name;
    const link = await storage.change(async (change) => {
      const { exceeded, retryAfter } = await this.#throttle.count(change, perDay, origin.actor.id);
      if (exceeded) throw new ApiError('QUOTA_EXCEEDED', { retryAfter });
      const made = await links.make(change, {
        kind: 'invitation',
        subject: team?.teamId ?? '',
        madeBy: origin.actor.id,
        email,
        role: team?.role ?? null,
        mailed: delivery.mails,
      });
      const details = { email, ...(team === undefined ? {} : { role: team.role }) };
      await audit.done(change, origin, { action: 'invitation.make', teamId: team?.teamId, details });
      return made;
    });
    return delivery.deliver(link, {
      subject: name === undefined ? 'Your invitation to Minigate' : `Your invitation to the team ${name}`,
      text:
        name === undefined
          ? `${origin.actor.name} invites you to make an account.`
          : `${origin.actor.name} invites you to the team "${name}".`,
    });
  }

  /** Those of a team that can still be used; without a team, those to the platform alone. */
  async open(teamId = ''): Promise<readonly OneTimeLink[]> {
    return this.#with.links.open('invitation', teamId);
  }

  /** @throws ApiError `NOT_FOUND` */
  async withdraw(origin: Origin, linkId: string, teamId = ''): Promise<void> {
    const { storage, audit } = this.#core;
    const link = (await this.open(teamId)).find(({ id }) => id === linkId);
    if (link === undefined) throw new ApiError('NOT_FOUND');
    await storage.change(async (change) => {
      if (!(await this.#with.links.withdraw(change, linkId))) throw new ApiError('NOT_FOUND');
      await audit.done(change, origin, {
        action: 'invitation.withdraw',
        teamId: teamId === '' ? undefined : teamId,
        details: { email: link.email },
      });
    });
  }

  /** @throws ApiError `LINK_USED` */
  async look(secret: string): Promise<InvitationView> {
    const link = await this.#with.links.look('invitation', secret);
    await this.#refuseFallenMaker(link, this.#core.storage.db);
    const { email, role, subject, expiresAt } = link;
    if (role === null) return { email, team: null, expiresAt };
    const { teamId, name } = await this.#with.teams.get(subject);
    return { email, team: { teamId, name, role }, expiresAt };
  }

  /**
   * Makes an account for the address of an invitation. If it has one already, nothing happens, and the answer is the
   * same; so is the time. An invitation into a team stays good for joining it.
   *
   * @throws ApiError `LINK_USED`, `WEAK_PASSWORD`
   */
  async signUp(
    origin: Origin,
    { secret, name, password }: { secret: string; name: string; password: string },
  ): Promise<void> {
    const { storage, audit } = this.#core;
    const { links, passwords, people } = this.#with;
    const link = await links.look('invitation', secret);
    const { email } = link;
    const passwordHash = await passwords.hash(password, email);
    const made = await storage.change(async (change) => {
      await this.#refuseFallenMaker(link, change.tx);
      if (link.role === null) await links.use(change, link.id);
      else await links.look('invitation', secret, change.tx);
      const person = await people.add(change, { email, name, passwordHash, emailVerified: link.mailed });
      if (person === undefined) return false;
      const actor = { kind: 'user' as const, id: person.userId, name: email };
      await audit.done(change, { ...origin, actor }, { action: 'account.sign-up' });
      return true;
    });
    if (!made) {
      const actor = { kind: 'nobody' as const, id: '', name: email };
      await audit.refused(
        { ...origin, actor },
        { action: 'account.sign-up', details: { code: 'ALREADY_EXISTS' } },
      );
    }
  }

  /**
   * Takes the one who is signed in, and whose address is the invited one, into the team.
   *
   * @throws ApiError `LINK_USED`, `FORBIDDEN`, `ALREADY_EXISTS`
   */
  async accept(
    origin: Origin,
    who: { userId: string; email: string },
    secret: string,
  ): Promise<{ teamId: string; role: Role }> {
    const { storage, audit } = this.#core;
    const { links, people, teams, members } = this.#with;
    const link = await links.look('invitation', secret);
    const { role, subject: teamId } = link;
    if (role === null) throw new ApiError('LINK_USED');
    if (link.email !== who.email) {
      throw new ApiError('FORBIDDEN', { detail: 'the invitation is for another e-mail address than yours' });
    }
    return storage.change(async (change) => {
      await people.hold(change, who.userId);
      await teams.hold(change, teamId);
      await this.#refuseFallenMaker(link, change.tx);
      await links.use(change, link.id);
      await members.add(change, teamId, who.userId, role);
      await audit.done(change, origin, { action: 'invitation.accept', teamId, details: { role } });
      return { teamId, role };
    });
  }

  /** Who is no owner or operator any more leaves no open door behind. */
  async #refuseFallenMaker({ role, subject, madeBy }: OneTimeLink, db: Database): Promise<void> {
    const { members, people } = this.#with;
    const may =
      role === null
        ? (await people.get(madeBy, db)).operator
        : (await members.roleOf(subject, madeBy, db)) === 'owner';
    if (!may) throw new ApiError('LINK_USED');
  }
}
