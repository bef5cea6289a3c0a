import { generatePolicyKey, type PolicyKeyPair, signHandover } from '@minigate/policy';
import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Change } from '../database/storage.ts';
import { ApiError } from '../errors.ts';
import { type KeyRing, readKeyRing, type SigningKeyRow } from './key-ring.ts';
import { sealKey } from './sealed-key.ts';

/** A signing key as operators see it. Times are milliseconds since the epoch. */
export interface SigningKey {
  /** What clients pin. RFC 7638. */
  readonly thumbprint: string;
  /**
   * `next` is announced in every policy, `current` signs, `former` has signed and is published for clients that pin it,
   * `retired` is not published any more.
   */
  readonly state: 'next' | 'current' | 'former' | 'retired';
  readonly createdAt: number;
  readonly changedAt: number;
}

const itself: Origin = { requestId: '', actor: { kind: 'system', id: '', name: '' }, address: '' };

/**
 * The keys that sign policies: each is announced by the one before it, takes over from it, and in the end is published no
 * more. The private half of a key is destroyed when the next one takes over. docs/guide/signing-keys.md.
 */
export class SigningKeys {
  readonly #core: Core;
  readonly #under: Buffer;
  #ring: Promise<KeyRing> | undefined;

  private constructor(core: Core) {
    this.#core = core;
    this.#under = core.serverKey.keyFor('signing-key');
    core.storage.announcements.listen(({ kind }) => {
      if (kind === 'signing-key' || kind === 'anything') this.#ring = undefined;
    });
  }

  /**
   * Makes the first key where there is none; replicas that start together make one.
   *
   * @throws Error if the current key cannot be opened with the secret of the settings
   */
  static async open(core: Core): Promise<SigningKeys> {
    const keys = new SigningKeys(core);
    await keys.#makeFirst();
    await keys.ring();
    return keys;
  }

  /** The keys as they are now. */
  ring(): Promise<KeyRing> {
    if (this.#ring !== undefined) return this.#ring;
    const read = this.#rows().then((rows) => readKeyRing(rows, this.#under));
    this.#ring = read;
    read.catch(() => {
      if (this.#ring === read) this.#ring = undefined;
    });
    return read;
  }

  /** The newest first. */
  async list(): Promise<readonly SigningKey[]> {
    const rows = await this.#rows();
    return rows.toSorted((a, b) => b.number - a.number).map(toSigningKey);
  }

  /**
   * Makes the next key. From now on the current one vouches for it, in every policy and in the key set.
   *
   * @throws ApiError `WRONG_STATE` if one is announced already
   */
  async announce(origin: Origin): Promise<SigningKey> {
    const made = await generatePolicyKey();
    return this.#change(origin, 'signing-key.announce', made.thumbprint, async (change, now) => {
      const rows = await this.#rows(change);
      const current = rows.find(({ state }) => state === 'current');
      if (current === undefined || rows.some(({ state }) => state === 'next')) {
        throw new ApiError('WRONG_STATE', { detail: 'a next key is announced already' });
      }
      const { current: signer } = await readKeyRing(rows, this.#under);
      const statement = { issuer: this.#core.publicUrl, nextKey: made.publicKey };
      const endorsement = await signHandover(statement, signer);
      const row = await change.tx
        .insertInto('signing_key')
        .values({ ...this.#row(made, current.number + 1, now), state: 'next', endorsement })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new ApiError('WRONG_STATE', { detail: 'a next key is announced already' });
      return row;
    });
  }

  /**
   * Lets the next key sign. The private half of the one before it is destroyed.
   *
   * @throws ApiError `NOT_FOUND`; `WRONG_STATE` if it is not the next key
   */
  async switchTo(origin: Origin, thumbprint: string): Promise<SigningKey> {
    return this.#change(origin, 'signing-key.switch', thumbprint, async ({ tx }, now) => {
      const row = await tx
        .updateTable('signing_key')
        .set({ state: 'current', changed_at: now })
        .where('thumbprint', '=', thumbprint)
        .where('state', '=', 'next')
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await tx
        .updateTable('signing_key')
        .set({ state: 'former', private_key: null, changed_at: now })
        .where('state', '=', 'current')
        .where('number', '<', row.number)
        .execute();
      return row;
    });
  }

  /**
   * Publishes a former key no more, nor those before it. Clients that pin one of them, and have kept no later policy,
   * take none from then on.
   *
   * @throws ApiError `NOT_FOUND`; `WRONG_STATE` if it is not a former key
   */
  async retire(origin: Origin, thumbprint: string): Promise<SigningKey> {
    return this.#change(origin, 'signing-key.retire', thumbprint, async ({ tx }, now) => {
      const row = await tx
        .updateTable('signing_key')
        .set({ state: 'retired', changed_at: now })
        .where('thumbprint', '=', thumbprint)
        .where('state', '=', 'former')
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await tx
        .updateTable('signing_key')
        .set({ state: 'retired', changed_at: now })
        .where('state', '=', 'former')
        .where('number', '<', row.number)
        .execute();
      return row;
    });
  }

  /**
   * Takes the announcement of the next key back, and destroys the key.
   *
   * @throws ApiError `NOT_FOUND`; `WRONG_STATE` if it is not the next key
   */
  async withdraw(origin: Origin, thumbprint: string): Promise<SigningKey> {
    return this.#change(origin, 'signing-key.withdraw', thumbprint, async ({ tx }, now) => {
      const row = await tx
        .deleteFrom('signing_key')
        .where('thumbprint', '=', thumbprint)
        .where('state', '=', 'next')
        .returningAll()
        .executeTakeFirst();
      // Policies change by this too, and are issued anew: what counts is the latest change of a key that is there.
      await tx.updateTable('signing_key').set({ changed_at: now }).where('state', '=', 'current').execute();
      return row;
    });
  }

  async #change(
    origin: Origin,
    action: string,
    thumbprint: string,
    work: (change: Change, now: number) => Promise<SigningKeyRow | undefined>,
  ): Promise<SigningKey> {
    const { storage, clock, audit } = this.#core;
    return storage.change(async (change) => {
      const row = await work(change, clock.now());
      if (row === undefined) {
        const known = (await this.#rows(change)).find((other) => other.thumbprint === thumbprint);
        if (known === undefined) throw new ApiError('NOT_FOUND');
        throw new ApiError('WRONG_STATE', {
          detail: `the key is ${known.state}`,
          details: { state: known.state },
        });
      }
      await audit.done(change, origin, { action, details: { thumbprint } });
      change.announce({ kind: 'signing-key' });
      return toSigningKey(row);
    });
  }

  async #makeFirst(): Promise<void> {
    const { storage, clock, audit } = this.#core;
    if ((await this.#rows()).length > 0) return;
    const made = await generatePolicyKey();
    await storage.change(async (change) => {
      const row = await change.tx
        .insertInto('signing_key')
        .values({ ...this.#row(made, 1, clock.now()), state: 'current', endorsement: null })
        .onConflict((conflict) => conflict.doNothing())
        .returning('thumbprint')
        .executeTakeFirst();
      if (row === undefined) return;
      await audit.done(change, itself, { action: 'signing-key.create', details: { ...row } });
      change.announce({ kind: 'signing-key' });
    });
  }

  #row({ thumbprint, publicKey, privateKey }: PolicyKeyPair, number: number, now: number) {
    return {
      thumbprint,
      number,
      public_key: publicKey.x,
      private_key: sealKey(privateKey.d, this.#under, thumbprint),
      created_at: now,
      changed_at: now,
    };
  }

  #rows(change?: Change): Promise<SigningKeyRow[]> {
    return (change?.tx ?? this.#core.storage.db).selectFrom('signing_key').selectAll().execute();
  }
}

function toSigningKey({ thumbprint, state, created_at, changed_at }: SigningKeyRow): SigningKey {
  return { thumbprint, state, createdAt: created_at, changedAt: changed_at };
}
