/** One row of {@link reasons}. */
export interface ReasonRow {
  /** `malformed`: the text is no URL that may be read. `refused`: the URL is understood and not permitted. */
  readonly kind: 'allowed' | 'malformed' | 'refused';
  /** The number in `docs/rules.md`. */
  readonly rule: number;
  /** Whether debugging mode reports this reason instead of enforcing it. Rule 8. */
  readonly waived: boolean;
  /** What happened, without a full stop; a decision's message adds the text concerned. */
  readonly sentence: string;
  /** What to do, where nothing more exact is known. */
  readonly fix: string;
}

/** Every reason that a decision can have. `docs/errors.md` shows this table. */
export const reasons = {
  LISTED: {
    kind: 'allowed',
    rule: 1,
    waived: false,
    sentence: 'A server domain covers the URL',
    fix: 'Nothing.',
  },
  LAN_ADDRESS: {
    kind: 'allowed',
    rule: 7,
    waived: false,
    sentence: 'The address is in the same subnet as this device and is reachable without a server domain',
    fix: 'Nothing.',
  },

  NOT_TEXT: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL is not text',
    fix: 'Pass the URL as a string.',
  },
  EMPTY_URL: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL is empty',
    fix: 'Pass an absolute URL such as https://myserver.com/path.',
  },
  URL_TOO_LONG: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL is longer than 65,536 characters',
    fix: 'Send the data in the body of a POST.',
  },
  NOT_ABSOLUTE: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL has no scheme',
    fix: 'Write the whole URL, with https:// in front.',
  },
  UNSUPPORTED_SCHEME: {
    kind: 'malformed',
    rule: 2,
    waived: false,
    sentence: 'This call does not speak the scheme of the URL',
    fix: 'Use https for request, downloadFile and uploadFile, and wss for connectSocket.',
  },
  WRONG_SLASHES: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL does not have exactly two slashes after its scheme',
    fix: 'Write scheme://host.',
  },
  OUTER_WHITE_SPACE: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL begins or ends with white space',
    fix: 'Trim the URL before the call.',
  },
  CONTROL_CHARACTER: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL contains a control character',
    fix: 'Encode the parts of the URL with encodeURIComponent.',
  },
  BACKSLASH: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL contains a backslash',
    fix: 'Write / between parts, and %5C for a backslash that is data.',
  },
  LONE_SURROGATE: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL contains half of a surrogate pair',
    fix: 'Cut text between characters, not inside one.',
  },
  USERINFO: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL has a user name or password in front of its host',
    fix: 'Send credentials in a header. An @ that is data belongs after the first / or ?.',
  },
  EMPTY_HOST: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The URL has no host',
    fix: 'Write the host name after the two slashes.',
  },
  INVALID_HOST: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The host of the URL cannot be read',
    fix: 'Use letters, digits, hyphens and dots.',
  },
  NAME_IN_BRACKETS: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'Square brackets belong around IPv6 addresses only',
    fix: 'Write the host name without brackets.',
  },
  TRAILING_DOT: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The host of the URL ends with a dot',
    fix: 'Remove the dot.',
  },
  EMPTY_PORT: {
    kind: 'malformed',
    rule: 3,
    waived: false,
    sentence: 'The URL has a colon after its host and no port',
    fix: 'Remove the colon.',
  },
  LEADING_ZERO_PORT: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The port of the URL begins with a zero',
    fix: 'Write the port without leading zeros.',
  },
  INVALID_PORT: {
    kind: 'malformed',
    rule: 5,
    waived: false,
    sentence: 'The port of the URL is not a number from 1 to 65535',
    fix: 'Write the port as a decimal number.',
  },

  BANNED_HOST: {
    kind: 'refused',
    rule: 4,
    waived: false,
    sentence: 'No mini program may call this host, in debugging mode neither',
    fix: 'Call it from your own backend, with an access token, and let the mini program call the backend.',
  },
  BANNED_ORIGIN: {
    kind: 'refused',
    rule: 4,
    waived: false,
    sentence: 'No mini program may call this host at this port, in debugging mode neither',
    fix: 'Call it from your own backend, with an access token, and let the mini program call the backend.',
  },
  LINK_LOCAL_ADDRESS: {
    kind: 'refused',
    rule: 7,
    waived: false,
    sentence: 'Link-local addresses are out of reach, in debugging mode too',
    fix: 'Use a host name that is configured as a server domain.',
  },
  METADATA_ADDRESS: {
    kind: 'refused',
    rule: 7,
    waived: false,
    sentence: 'Metadata services of cloud machines are out of reach, in debugging mode too',
    fix: 'Use a host name that is configured as a server domain.',
  },
  REDIRECT_TO_HTTP: {
    kind: 'refused',
    rule: 6,
    waived: true,
    sentence: 'The server redirects from an encrypted to an unencrypted connection',
    fix: 'Let the server redirect to https.',
  },
  IP_ADDRESS: {
    kind: 'refused',
    rule: 2,
    waived: true,
    sentence: 'An IP address cannot stand for a server domain',
    fix: 'Give the server a host name and configure that.',
  },
  PRIVATE_ADDRESS: {
    kind: 'refused',
    rule: 7,
    waived: true,
    sentence: 'The address is not globally routable',
    fix: 'Use a server with a public address and a host name that is configured as a server domain.',
  },
  LAN_OTHER_SUBNET: {
    kind: 'refused',
    rule: 7,
    waived: true,
    sentence: 'The address is in the subnet of none of the interfaces of this device',
    fix: 'Connect this device and the server to the same subnet.',
  },
  LAN_OWN_ADDRESS: {
    kind: 'refused',
    rule: 7,
    waived: true,
    sentence: 'The address is one of this device itself',
    fix: 'Only other devices of the subnet are reachable without a server domain.',
  },
  LAN_NETWORK_ADDRESS: {
    kind: 'refused',
    rule: 7,
    waived: true,
    sentence: 'The address names the whole subnet, not a device in it',
    fix: 'Use the address of one device.',
  },
  LOCALHOST: {
    kind: 'refused',
    rule: 2,
    waived: true,
    sentence: 'localhost and the names under it cannot be called',
    fix: 'Use a host name that is configured as a server domain.',
  },
  INSECURE_SCHEME: {
    kind: 'refused',
    rule: 2,
    waived: true,
    sentence: 'The connection would not be encrypted',
    fix: 'Use https, or wss for connectSocket.',
  },
  NO_SERVER_DOMAINS: {
    kind: 'refused',
    rule: 1,
    waived: true,
    sentence: 'No server domain is configured for this call',
    fix: 'Configure the host as a server domain.',
  },
  HOST_NOT_LISTED: {
    kind: 'refused',
    rule: 1,
    waived: true,
    sentence: 'The host is not among the server domains of this call',
    fix: 'Configure the host as a server domain.',
  },
  PORT_NOT_PERMITTED: {
    kind: 'refused',
    rule: 3,
    waived: true,
    sentence: 'The URL writes a port, and the server domain has none',
    fix: 'Write the URL without a port.',
  },
  PORT_MISSING: {
    kind: 'refused',
    rule: 3,
    waived: true,
    sentence: 'The URL writes no port, and the server domain has one',
    fix: 'Write the port of the server domain into the URL.',
  },
  PORT_DIFFERENT: {
    kind: 'refused',
    rule: 3,
    waived: true,
    sentence: 'The URL writes another port than the server domain',
    fix: 'Write the port of the server domain into the URL.',
  },
} as const satisfies Record<string, ReasonRow>;

/** Why a URL is allowed or denied: a key of {@link reasons}. */
export type ReasonCode = keyof typeof reasons;

type CodeOfKind<K extends ReasonRow['kind']> = {
  [C in ReasonCode]: (typeof reasons)[C]['kind'] extends K ? C : never;
}[ReasonCode];

export type AllowReason = CodeOfKind<'allowed'>;
export type MalformedReason = CodeOfKind<'malformed'>;
export type DenyReason = Exclude<ReasonCode, AllowReason>;
