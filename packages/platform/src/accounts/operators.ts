import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Change } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import type { DeliveredLink, LinkDelivery } from './link-delivery.ts';
import type { OneTimeLink, OneTimeLinks } from './one-time-links.ts';
import type { Passwords } from './passwords.ts';
import type { People, Person } from './people.ts';
import type { Sessions } from './sessions.ts';

export interface OperatorDependencies {
  readonly people: People;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly links: OneTimeLinks;
  readonly delivery: LinkDelivery;
}

/** Who makes an operator from outside of the console. */
export interface FirstOperator {
  readonly email: string;
  readonly password: string;
  /** The e-mail address if nothing is said. */
  readonly name?: string | undefined;
}

/** Whoever may run commands on the machine of the platform. */
const machine: Origin = {
  requestId: '',
  actor: { kind: 'system', id: '', name: 'the machine of the platform' },
  address: '',
};

/**
 * Who may do what concerns the whole platform. Somebody becomes an operator by using a link and choosing a new password,
 * so that an account which somebody else made under the address gains nothing.
 */
export class Operators {
  readonly #core: Core;
  readonly #with: OperatorDependencies;

  constructor(core: Core, dependencies: OperatorDependencies) {
    this.#core = core;
    this.#with = dependencies;
  }

  async list(): Promise<readonly Person[]> {
    return this.#with.people.operators();
  }

  /** Appointments that can still be used. */
  async open(): Promise<readonly OneTimeLink[]> {
    return this.#with.links.open('appointment', '');
  }

  /** @throws ApiError `ALREADY_EXISTS`, `UNAVAILABLE` */
  async appoint(origin: Origin, address: string): Promise<DeliveredLink> {
    const { storage, audit } = this.#core;
    const { people, links, delivery } = this.#with;
    const email = address.toLowerCase();
    const link = await storage.change(async (change) => {
      const person = await people.find(email, change.tx);
      if (person?.operator) throw new ApiError('ALREADY_EXISTS', { detail: 'this is an operator already' });
      await audit.done(change, origin, { action: 'operator.appoint', details: { email } });
      return links.make(change, {
        kind: 'appointment',
        subject: '',
        madeBy: origin.actor.id,
        email,
        role: null,
        mailed: delivery.mails,
      });
    });
    return delivery.deliver(link, {
      subject: 'You can become an operator',
      text: `${origin.actor.name} makes you an operator of the platform.`,
    });
  }

  /**
   * Makes the addressee of an appointment an operator, with a new password and without older sessions.
   *
   * @throws ApiError `LINK_USED`, `WEAK_PASSWORD`
   */
  async take(
    origin: Origin,
    { secret, name, password }: { secret: string; name: string; password: string },
  ): Promise<void> {
    const { storage, audit } = this.#core;
    const { people, passwords, links } = this.#with;
    const link = await links.look('appointment', secret);
    const { email } = link;
    const passwordHash = await passwords.hash(password, email);
    await storage.change(async (change) => {
      await this.#hold(change);
      if (!(await people.get(link.madeBy, change.tx)).operator) throw new ApiError('LINK_USED');
      await links.use(change, link.id);
      const { userId } = await this.#install(change, { email, name, passwordHash });
      const actor = { kind: 'operator' as const, id: userId, name: email };
      await audit.done(change, { ...origin, actor }, { action: 'operator.take-office' });
    });
  }

  /** @throws ApiError `NOT_FOUND`, `LAST_OPERATOR` */
  async dismiss(origin: Origin, userId: string): Promise<void> {
    const { storage, audit } = this.#core;
    const { people } = this.#with;
    await storage.change(async (change) => {
      await this.#hold(change);
      const all = await people.operators(change.tx);
      const person = all.find((operator) => operator.userId === userId);
      if (person === undefined) throw new ApiError('NOT_FOUND');
      if (all.length === 1) throw new ApiError('LAST_OPERATOR');
      await people.setOperator(change, userId, false);
      const details = { userId, email: person.email };
      await audit.done(change, origin, { action: 'operator.dismiss', details });
    });
  }

  /** @throws ApiError `NOT_FOUND` */
  async withdraw(origin: Origin, linkId: string): Promise<void> {
    const { storage, audit } = this.#core;
    const link = (await this.open()).find(({ id }) => id === linkId);
    if (link === undefined) throw new ApiError('NOT_FOUND');
    await storage.change(async (change) => {
      if (!(await this.#with.links.withdraw(change, linkId))) throw new ApiError('NOT_FOUND');
      const details = { email: link.email };
      await audit.done(change, origin, { action: 'operator.withdraw', details });
    });
  }

  /**
   * Makes an operator from the machine that the platform runs on. An account of the address gets the new password, and
   * its sessions end.
   *
   * @throws ApiError `WEAK_PASSWORD`
   */
  async create({ email, password, name = email }: FirstOperator): Promise<Person> {
    const { storage, audit } = this.#core;
    const passwordHash = await this.#with.passwords.hash(password, email);
    return storage.change(async (change) => {
      await this.#hold(change);
      const person = await this.#install(change, { email: email.toLowerCase(), name, passwordHash });
      const details = { userId: person.userId, email: person.email };
      await audit.done(change, machine, { action: 'operator.create', details });
      return person;
    });
  }

  /** Makes the operator of the settings, if its address has no account yet. */
  async ensureFirst(): Promise<void> {
    const { settings, log } = this.#core;
    if (settings.operator === undefined) return;
    const known = await this.#with.people.find(settings.operator.email);
    if (known === undefined) await this.create(settings.operator);
    else if (!known.operator) {
      log.warn(
        'MINIGATE_OPERATOR_EMAIL names an account that is no operator, and stays as it is. `minigate serve --create-operator` makes it one.',
      );
    }
  }

  async #install(
    change: Change,
    person: { email: string; name: string; passwordHash: string },
  ): Promise<Person> {
    const { people, sessions, links } = this.#with;
    const known = await people.find(person.email, change.tx);
    const { userId } = known ?? (await people.add(change, person)) ?? {};
    if (userId === undefined) throw new ApiError('CONFLICT');
    await people.hold(change, userId);
    await people.setPassword(change, userId, person.passwordHash);
    await people.setOperator(change, userId, true);
    await sessions.endAll(change, userId);
    await links.withdrawAll(change, 'password-reset', userId);
    return people.get(userId, change.tx);
  }

  /** Keeps every other change of the operators waiting until the end of this one. */
  async #hold({ tx }: Change): Promise<void> {
    await tx
      .updateTable('platform_state')
      .set((now) => ({ revision: now.ref('revision') }))
      .where('id', '=', 1)
      .execute();
  }
}
