import type { Clock } from '../clock.ts';
import type { Change, Storage } from '../database/storage.ts';
import { newId } from '../ids.ts';
import { RefusalBounds } from './refusal-bounds.ts';

/** Who did something, as the audit log keeps it. */
export interface AuditActor {
  readonly kind: 'user' | 'program' | 'operator' | 'system' | 'nobody';
  /** A user id or an AppId; empty where there is none. */
  readonly id: string;
  /** An e-mail address, or what else people know the actor by. */
  readonly name: string;
}

/** Where a request comes from. */
export interface Origin {
  readonly requestId: string;
  readonly actor: AuditActor;
  /** The address of the client. */
  readonly address: string;
}

export interface AuditEvent {
  /** Noun and verb, such as `server-domains.replace`. */
  readonly action: string;
  readonly teamId?: string | undefined;
  readonly appId?: string | undefined;
  /** What has changed, or why it was refused. Never a secret, a token or a password. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Every change, and the refused attempts that `RefusalBounds` keeps. The database itself refuses to change or delete an entry. */
export class AuditLog {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #bounds: RefusalBounds;

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
    this.#bounds = new RefusalBounds(clock);
  }

  /** Records a change, as a part of it: both are there, or none. */
  async done({ tx }: Change, origin: Origin, event: AuditEvent): Promise<void> {
    await tx
      .insertInto('audit_entry')
      .values(this.#row(origin, event, 'done'))
      .execute();
  }

  /** Records an attempt that was refused; of a flood some, with `leftOut`: how many there were between. */
  async refused(origin: Origin, event: AuditEvent): Promise<void> {
    const code = event.details?.['code'];
    const reason = typeof code === 'string' ? code : '';
    const leftOut = this.#bounds.admit({ ...origin, ...event, reason });
    if (leftOut === undefined) return;
    const told = leftOut === 0 ? event : { ...event, details: { ...event.details, leftOut } };
    await this.#storage.db
      .insertInto('audit_entry')
      .values(this.#row(origin, told, 'refused'))
      .execute();
  }

  #row(origin: Origin, event: AuditEvent, outcome: 'done' | 'refused') {
    const { requestId, actor, address } = origin;
    return {
      id: newId('au'),
      time: this.#clock.now(),
      request_id: requestId,
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_name: actor.name,
      address,
      action: event.action,
      outcome,
      team_id: event.teamId ?? null,
      app_id: event.appId ?? null,
      details: JSON.stringify(event.details ?? {}),
    };
  }
}
