import type { ColumnType, GeneratedAlways } from 'kysely';

/** A time in a table of better-auth: text in SQLite, a Date from PostgreSQL. `new Date` reads both. */
type Moment = ColumnType<Date | string, Date, Date>;
/** A flag in a table of better-auth: a number in SQLite, a boolean in PostgreSQL. Both take a boolean. */
type Flag = ColumnType<number | boolean, boolean, boolean>;

/**
 * The tables as both databases have them: text, integers below 2^53, times as milliseconds since the epoch, flags as 0
 * and 1, structures as JSON text. Those from `user` to `member` have the form that
 * better-auth gives them; only `accounts/` writes them.
 */
export interface Tables {
  /** By what the tables of the accounts were made: one row for each version that did. */
  account_tables: { made_by: string };
  user: {
    id: string;
    name: string;
    /** In small letters; unique. */
    email: string;
    /** Whether a link that was mailed to the address has been used. */
    emailVerified: Flag;
    operator: ColumnType<number | boolean | null, boolean, boolean>;
    createdAt: Moment;
    updatedAt: Moment;
  };
  /** The password of a user: one row with the provider `credential`. */
  account: {
    id: string;
    accountId: string;
    providerId: string;
    userId: string;
    /** A salted scrypt hash. */
    password: string | null;
    createdAt: Moment;
    updatedAt: Moment;
  };
  session: {
    id: string;
    userId: string;
    /** SHA-256 of what the cookie or the command line has, in hexadecimal. */
    token: string;
    expiresAt: Moment;
    ipAddress: string | null;
    userAgent: string | null;
    createdAt: Moment;
    updatedAt: Moment;
  };
  organization: { id: string; name: string; slug: string; createdAt: Moment };
  member: { id: string; organizationId: string; userId: string; role: string; createdAt: Moment };

  mini_program: {
    app_id: string;
    team_id: string;
    name: string;
    /** The name as names are compared and found; unique among those of a team that are not archived. */
    name_key: string;
    first_party: number;
    archived_at: number | null;
    created_at: number;
    /** Counts the changes that its policy document shows. */
    revision: number;
    /** When `revision` last grew. */
    revised_at: number;
    /** The version of its server domains that is in force. */
    domains_version: number;
  };
  /** Every state that the server domains of a mini program ever had; rows are only added. */
  server_domains: {
    app_id: string;
    version: number;
    /** A `ServerDomainLists` of the policy package. */
    lists: string;
    changed_by: string;
    changed_at: number;
    /** The version that this one brought back. */
    restored: number | null;
  };
  app_secret: {
    app_id: string;
    /** SHA-256 of the secret, in hexadecimal; null until one is made. */
    hash: string | null;
    /** Grows with every reset; part of every access token. */
    generation: number;
    frozen_at: number | null;
    reset_at: number | null;
    /** CIDR ranges that may ask for tokens, as a JSON list; empty: every address. */
    allowed_addresses: string;
  };
  /** The access tokens in force: when they were issued, never what they are. */
  access_token: {
    app_id: string;
    generation: number;
    issued_at: number;
    previous_issued_at: number | null;
    previous_ends_at: number | null;
    forced_at: number | null;
  };
  /** How often something was done in a window of time. */
  usage_count: { subject: string; what: string; window: number; count: number };
  signing_key: {
    thumbprint: string;
    /** Counts the keys in the order in which each hands over to the next. */
    number: number;
    /** The `x` of its JSON Web Key. */
    public_key: string;
    /** Encrypted under the server key; null once it signs no more. */
    private_key: string | null;
    state: 'next' | 'current' | 'former' | 'retired';
    created_at: number;
    changed_at: number;
    /** What the older key says of this one; null for the first. */
    endorsement: string | null;
  };
  /** One row: what operators set for the whole platform. */
  platform_state: {
    id: number;
    /** Counts the changes that every policy document shows. */
    revision: number;
    revised_at: number;
    banned_hosts: string;
    acceleration: string;
    limits: string;
  };
  /** Rows are only added; the database refuses everything else. */
  audit_entry: {
    sequence: GeneratedAlways<number>;
    id: string;
    time: number;
    request_id: string;
    actor_kind: 'user' | 'program' | 'operator' | 'system' | 'nobody';
    actor_id: string;
    actor_name: string;
    address: string;
    action: string;
    outcome: 'done' | 'refused';
    team_id: string | null;
    app_id: string | null;
    details: string;
  };
  one_time_link: {
    /** SHA-256 of what stands in the link. */
    hash: string;
    /** What people may know it by. */
    id: string;
    kind: 'invitation' | 'appointment' | 'password-reset';
    /** The team id of an invitation, if it leads into a team; the user id of a password reset; else empty. */
    subject: string;
    details: string;
    /** The user id of who made it; empty where its addressee asked for it by mail. */
    made_by: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
}
