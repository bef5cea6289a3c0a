import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Core } from '../core.ts';
import type { Tables } from '../database/schema.ts';
import type { Change, Database } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import { roles } from './roles.ts';
import { hashOf, newSecret } from './secrets.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long a link is good for. */
const lifetimes = { invitation: 7 * DAY, appointment: 7 * DAY, 'password-reset': HOUR } as const;
/** How long the trace of a link is kept after its time. */
const kept = 30 * DAY;

export type LinkKind = keyof typeof lifetimes;

const detailsOf = z.object({
  /** Whom the link is for. */
  email: z.string(),
  /** The role that an invitation gives; null if it leads into no team. */
  role: z.enum(roles).nullable(),
  /** Whether it was mailed, so that who uses it reads the mail of the address. */
  mailed: z.boolean(),
});

/** A link that does something once for whoever has it. */
export interface OneTimeLink extends z.infer<typeof detailsOf> {
  readonly id: string;
  readonly kind: LinkKind;
  /** The team id of an invitation, if it leads into a team; the user id of a password reset; else empty. */
  readonly subject: string;
  /** The user id of who made it; empty if its addressee asked for it by mail. */
  readonly madeBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Invitations, appointments and password resets: 256 random bits, of which only a hash is stored, good for one use and a while. */
export class OneTimeLinks {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Makes a link, as a part of a change. An older one of the same kind for the same person and subject is void.
   *
   * @returns with the address to open, which is told once; the secret stands behind the #, which no server is sent
   */
  async make(
    { tx }: Change,
    link: Pick<OneTimeLink, 'kind' | 'subject' | 'madeBy' | 'email' | 'role' | 'mailed'>,
  ): Promise<OneTimeLink & { url: string }> {
    const { kind, subject, madeBy, email, role, mailed } = link;
    const now = this.#core.clock.now();
    await tx
      .deleteFrom('one_time_link')
      .where('expires_at', '<', now - kept)
      .execute();
    for (const older of await this.#open(kind, subject, tx)) {
      if (older.email === email) await this.withdraw({ tx }, older.id);
    }
    const secret = newSecret();
    const row = await tx
      .insertInto('one_time_link')
      .values({
        hash: hashOf(secret),
        id: newId('ln'),
        kind,
        subject,
        details: JSON.stringify({ email, role, mailed }),
        made_by: madeBy,
        created_at: now,
        expires_at: now + lifetimes[kind],
        used_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { ...toLink(row), url: `${this.#core.publicUrl}/console#/${kind}/${secret}` };
  }

  /** @throws ApiError `LINK_USED` if it is no link of this kind, or is not good any more */
  async look(kind: LinkKind, secret: string, db: Database = this.#core.storage.db): Promise<OneTimeLink> {
    const row = await db
      .selectFrom('one_time_link')
      .selectAll()
      .where('hash', '=', hashOf(secret))
      .where('kind', '=', kind)
      .where('used_at', 'is', null)
      .where('expires_at', '>', this.#core.clock.now())
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('LINK_USED');
    return toLink(row);
  }

  /**
   * Uses a link up, as a part of a change: of two who use it at the same moment, one is refused.
   *
   * @throws ApiError `LINK_USED`
   */
  async use({ tx }: Change, id: string): Promise<void> {
    const now = this.#core.clock.now();
    const row = await tx
      .updateTable('one_time_link')
      .set({ used_at: now })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('LINK_USED');
  }

  /** Those that can still be used, the newest first. */
  async open(kind: LinkKind, subject: string): Promise<readonly OneTimeLink[]> {
    return this.#open(kind, subject, this.#core.storage.db);
  }

  /** @returns whether there was one that could still be used */
  async withdraw({ tx }: Pick<Change, 'tx'>, id: string): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('one_time_link')
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Makes every open link of this kind and subject void. */
  async withdrawAll({ tx }: Pick<Change, 'tx'>, kind: LinkKind, subject: string): Promise<void> {
    await tx
      .deleteFrom('one_time_link')
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('used_at', 'is', null)
      .execute();
  }

  async #open(kind: LinkKind, subject: string, db: Database): Promise<readonly OneTimeLink[]> {
    const rows = await db
      .selectFrom('one_time_link')
      .selectAll()
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('used_at', 'is', null)
      .where('expires_at', '>', this.#core.clock.now())
      .execute();
    return rows.map(toLink).sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  }
}

function toLink(row: Selectable<Tables['one_time_link']>): OneTimeLink {
  const { id, kind, subject, made_by: madeBy, created_at: createdAt, expires_at: expiresAt } = row;
  const details = detailsOf.parse(JSON.parse(row.details));
  return { id, kind, subject, madeBy, createdAt, expiresAt, ...details };
}

/** A link as others than its addressee may see it: without its secret, which nobody has any more. */
export type OpenLink = Pick<OneTimeLink, 'email' | 'role' | 'createdAt' | 'expiresAt'> & {
  readonly linkId: string;
};

export function toOpenLink({ id: linkId, email, role, createdAt, expiresAt }: OneTimeLink): OpenLink {
  return { linkId, email, role, createdAt, expiresAt };
}
