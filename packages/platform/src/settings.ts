import { isIP } from 'node:net';
import { parseAddressRanges } from '@minigate/policy';
import { z } from 'zod';
import { weaknessOf } from './accounts/password-rules.ts';

const DAY = 24 * 3_600_000;

const text = z.string().trim().min(1, 'is empty');
const whole = (low: number, high: number) =>
  z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(low, `is below ${low}`)
    .max(high, `is above ${high}`);

/** The environment variables that the platform reads; `docs/guide/platform.md` shows this table. */
const variables = {
  /** The port to listen on; 0 takes a free one. */
  MINIGATE_PORT: whole(0, 65_535).default(7300),
  /** The address to listen on. */
  MINIGATE_HOST: text.refine((host) => isIP(host) !== 0, 'is not an IP address').default('127.0.0.1'),
  /** The address under which browsers and clients reach the platform. */
  MINIGATE_PUBLIC_URL: text.optional(),
  /** The folder of the embedded database and of the keys that are made at the first start. */
  MINIGATE_DATA: text.default('minigate-data'),
  /** PostgreSQL instead of the embedded database. */
  DATABASE_URL: text
    .refine(
      (url) => /^postgres(?:ql)?:\/\//.test(url),
      'is not of the form postgres://user:password@host/name',
    )
    .optional(),
  /** Connections of one replica to PostgreSQL. */
  MINIGATE_DATABASE_CONNECTIONS: whole(2, 1000).default(10),
  /** The secret that all other keys come from. With the embedded database one is made at the first start. */
  MINIGATE_SECRET: text.min(32, 'has fewer than 32 characters').optional(),
  /** Addresses of proxies whose X-Forwarded-For is believed: CIDR ranges, with commas between them. */
  MINIGATE_TRUSTED_PROXIES: text.optional(),
  /** The first operator; made at the start if there is none of this address. */
  MINIGATE_OPERATOR_EMAIL: z.email('is not an e-mail address').optional(),
  MINIGATE_OPERATOR_PASSWORD: z.string().optional(),
  /** A mail server, as smtp://user:password@host:port; without one, links are shown to who makes them. */
  MINIGATE_SMTP_URL: text
    .refine((url) => /^smtps?:\/\//.test(url), 'is not of the form smtp://host:port')
    .optional(),
  /** Who mails come from. */
  MINIGATE_MAIL_FROM: text.optional(),
  /** Requests a minute of one address to one replica; 0: no limit. */
  MINIGATE_ADDRESS_LIMIT: whole(0, 10_000_000).default(6000),
  /** Requests a minute of one account to one replica; 0: no limit. */
  MINIGATE_ACCOUNT_LIMIT: whole(0, 10_000_000).default(1200),
  /** Requests a minute with the access tokens of one mini program to one replica; 0: no limit. */
  MINIGATE_PROGRAM_LIMIT: whole(0, 10_000_000).default(12_000),
  /** How long a policy document is valid, in days. */
  MINIGATE_POLICY_DAYS: whole(1, 90).default(7),
  /** Clients that one replica tells of new policies, at a time. */
  MINIGATE_EVENT_STREAMS: whole(1, 1_000_000).default(10_000),
  /** Of these, how many may come from one address. */
  MINIGATE_EVENT_STREAMS_PER_ADDRESS: whole(1, 1_000_000).default(100),
  /** Opens /metrics to other machines; without it only this machine may read them. */
  MINIGATE_METRICS_TOKEN: text.min(16, 'has fewer than 16 characters').optional(),
  /** What is logged: fatal, error, warn, info, debug or silent. */
  MINIGATE_LOG: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
      'is not fatal, error, warn, info, debug or silent',
    )
    .default('info'),
};

/** What the platform runs with. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Without a last slash; undefined until the port is known, where it follows from host and port. */
  readonly publicUrl: string | undefined;
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly databaseConnections: number;
  readonly secret: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly operator: { readonly email: string; readonly password: string } | undefined;
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  /** Requests a minute to one replica; 0: no limit. */
  readonly limits: { readonly address: number; readonly account: number; readonly program: number };
  /** Milliseconds. */
  readonly policyLifetime: number;
  /** Streams of events that one replica has open at most. */
  readonly eventStreams: number;
  /** Of these, from one address. */
  readonly eventStreamsPerAddress: number;
  readonly metricsToken: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from environment variables. An empty variable counts as one that is not set.
 *
 * @returns the settings; or one sentence for each mistake, none of which repeats a value
 * @example
 * const result = readSettings({ MINIGATE_PORT: 'many' });
 * if (!result.ok) result.faults; // ['MINIGATE_PORT is not a number.']
 */
export function readSettings(environment: Environment): SettingsResult {
  const faults = unknownNames(environment);
  const value = readVariables(environment, faults);
  const email = value.MINIGATE_OPERATOR_EMAIL;
  const password = value.MINIGATE_OPERATOR_PASSWORD;
  if ((email === undefined) !== (password === undefined)) {
    faults.push('MINIGATE_OPERATOR_EMAIL and MINIGATE_OPERATOR_PASSWORD go together: set both, or none.');
  }
  const weakness = password === undefined ? undefined : weaknessOf(password, email ?? '');
  if (weakness !== undefined) faults.push(`MINIGATE_OPERATOR_PASSWORD ${weakness}.`);
  if (value.DATABASE_URL !== undefined && value.MINIGATE_SECRET === undefined) {
    faults.push(
      'MINIGATE_SECRET is missing: with PostgreSQL all replicas share one, so set it to at least 32 random characters.',
    );
  }
  if (value.MINIGATE_SMTP_URL !== undefined && value.MINIGATE_MAIL_FROM === undefined) {
    faults.push('MINIGATE_MAIL_FROM is missing: mails need a sender, such as minigate@example.com.');
  }
  const origin = readPublicUrl(value.MINIGATE_PUBLIC_URL);
  if (origin === 'invalid') {
    faults.push(
      'MINIGATE_PUBLIC_URL is not an https URL without a path, such as https://minigate.example.com (http is for this machine only).',
    );
  }
  const trustedProxies = value.MINIGATE_TRUSTED_PROXIES?.split(',').map((range) => range.trim()) ?? [];
  if (!trustedProxies.every(isAddressOrRange)) {
    faults.push(
      'MINIGATE_TRUSTED_PROXIES is not a list of addresses and CIDR ranges with commas between them, such as 10.0.0.0/8.',
    );
  }
  if (faults.length > 0 || !isComplete(value)) return { ok: false, faults };
  return {
    ok: true,
    settings: {
      port: value.MINIGATE_PORT,
      host: value.MINIGATE_HOST,
      publicUrl: origin,
      dataDirectory: value.MINIGATE_DATA,
      databaseUrl: value.DATABASE_URL,
      databaseConnections: value.MINIGATE_DATABASE_CONNECTIONS,
      secret: value.MINIGATE_SECRET,
      trustedProxies,
      operator: email === undefined || password === undefined ? undefined : { email, password },
      mail:
        value.MINIGATE_SMTP_URL === undefined
          ? undefined
          : { smtpUrl: value.MINIGATE_SMTP_URL, from: value.MINIGATE_MAIL_FROM ?? '' },
      limits: {
        address: value.MINIGATE_ADDRESS_LIMIT,
        account: value.MINIGATE_ACCOUNT_LIMIT,
        program: value.MINIGATE_PROGRAM_LIMIT,
      },
      policyLifetime: value.MINIGATE_POLICY_DAYS * DAY,
      eventStreams: value.MINIGATE_EVENT_STREAMS,
      eventStreamsPerAddress: value.MINIGATE_EVENT_STREAMS_PER_ADDRESS,
      metricsToken: value.MINIGATE_METRICS_TOKEN,
      logLevel: value.MINIGATE_LOG,
    },
  };
}

type Values = { readonly [Name in keyof typeof variables]: z.infer<(typeof variables)[Name]> };

/** Reads each variable for itself, so that every mistake is told. */
function readVariables(environment: Environment, faults: string[]): Partial<Values> {
  const read = Object.entries(variables).flatMap(([name, schema]) => {
    const result = schema.safeParse(environment[name] === '' ? undefined : environment[name]);
    if (result.success) return [[name, result.data]];
    faults.push(`${name} ${result.error.issues[0]?.message ?? 'cannot be read'}.`);
    return [];
  });
  return Object.fromEntries(read) as Partial<Values>;
}

/** Without faults every variable was read. */
function isComplete(value: Partial<Values>): value is Values {
  return Object.keys(variables).every((name) => Object.hasOwn(value, name));
}

/** A misspelt name would otherwise be a setting that silently does nothing. */
function unknownNames(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('MINIGATE_') && !Object.hasOwn(variables, name))
    .map((name) => `${name} is not a setting. There are: ${Object.keys(variables).join(', ')}.`);
}

function isAddressOrRange(range: string): boolean {
  return isIP(range) !== 0 || parseAddressRanges([range]).ok;
}

/** Whether browsers reach the platform by https. */
export function isSecure({ publicUrl }: Settings): boolean {
  return publicUrl?.startsWith('https:') ?? false;
}

function readPublicUrl(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (!URL.canParse(given)) return 'invalid';
  const { protocol, origin, hostname, pathname, search, hash, username, password } = new URL(given);
  const bare = pathname === '/' && !search && !hash && !username && !password;
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return bare && (protocol === 'https:' || (protocol === 'http:' && local)) ? origin : 'invalid';
}
