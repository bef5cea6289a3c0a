import { quote } from './quote.ts';

/** Of a longer text that is concerned only the beginning is repeated, in UTF-16 units. */
const longestEcho = 256;

/** One row of {@link issueTable}. */
export interface IssueRow {
  /** What is wrong, without a full stop; an issue's message adds the text concerned. */
  readonly sentence: string;
  /** What to do. Where the corrected text can be given, the issue carries it as `correction`. */
  readonly fix: string;
}

/** Every fault that a server domain or a policy document can have. `docs/errors.md` shows this table. */
export const issueTable = {
  NOT_TEXT: {
    sentence: 'The entry is not text',
    fix: 'Write it as a string such as https://myserver.com.',
  },
  EMPTY: {
    sentence: 'The entry is empty',
    fix: 'Write a server domain such as https://myserver.com, or remove the entry.',
  },
  TOO_LONG: {
    sentence: 'The entry is longer than any server domain',
    fix: 'Write scheme, host name and, where needed, port only.',
  },
  WHITE_SPACE: {
    sentence: 'The entry contains white space or a control character',
    fix: 'Remove it. A list has one server domain an entry.',
  },
  BACKSLASH: {
    sentence: 'The entry contains a backslash',
    fix: 'Write two slashes after the scheme and nothing after the host name and port.',
  },
  NO_SCHEME: {
    sentence: 'The entry has no scheme',
    fix: 'Put https:// in front.',
  },
  WRONG_SLASHES: {
    sentence: 'The entry does not have exactly two slashes after its scheme',
    fix: 'Write https://host.',
  },
  DOUBLED_SCHEME: {
    sentence: 'The entry has two schemes',
    fix: 'Write https:// once.',
  },
  NOT_HTTPS: {
    sentence: 'A server domain is reached by https only',
    fix: 'Write https:// in front, and serve the host by https.',
  },
  WSS_ELSEWHERE: {
    sentence: 'A wss entry is for connectSocket only',
    fix: 'Write https:// here, and the wss entry into the list of connectSocket.',
  },
  EMPTY_HOST: {
    sentence: 'The entry has no host name',
    fix: 'Write the host name after the two slashes.',
  },
  WILDCARD: {
    sentence: 'A server domain is one exact host name, without wildcards',
    fix: 'Write one entry for each host name.',
  },
  INVALID_HOSTNAME: {
    sentence: 'The host name of the entry cannot be read',
    fix: 'Write labels of letters, digits and hyphens, with single dots between them.',
  },
  BANNED_HOST: {
    sentence: 'This host cannot be configured as a server domain',
    fix: 'Call it from your own backend, with an access token, and configure the backend.',
  },
  BANNED_ORIGIN: {
    sentence: 'This host cannot be configured as a server domain with this port',
    fix: 'Call it from your own backend, with an access token, and configure the backend.',
  },
  LAN_ADDRESS: {
    sentence: 'An address of a local network cannot be a server domain, and need not be one',
    fix: 'Remove the entry: addresses of the same subnet are reachable without one.',
  },
  IP_ADDRESS: {
    sentence: 'An IP address cannot be a server domain',
    fix: 'Give the server a host name and write that.',
  },
  LOCALHOST: {
    sentence: 'localhost and the names under it cannot be server domains',
    fix: 'Use debugging mode while the server runs on the same machine.',
  },
  USERINFO: {
    sentence: 'A server domain has no user name or password',
    fix: 'Write the host name only. Credentials belong in a header of the request.',
  },
  NON_ASCII: {
    sentence: 'The host name has characters outside ASCII',
    fix: 'Write it in its ASCII form, which begins with xn-- where letters have no ASCII equivalent.',
  },
  INVALID_CHARACTER: {
    sentence: 'The host name has a character that is no letter, digit, hyphen or dot',
    fix: 'Write the host name as it stands in the DNS.',
  },
  TRAILING_DOT: {
    sentence: 'The host name ends with a dot',
    fix: 'Remove the dot.',
  },
  EMPTY_PORT: {
    sentence: 'The entry has a colon after its host name and no port',
    fix: 'Remove the colon, or write the port.',
  },
  LEADING_ZERO_PORT: {
    sentence: 'The port begins with a zero',
    fix: 'Write the port without leading zeros.',
  },
  INVALID_PORT: {
    sentence: 'The port is not a number from 1 to 65535',
    fix: 'Write the port as a decimal number.',
  },
  PATH: {
    sentence: 'A server domain has no path, not even a last slash',
    fix: 'End the entry after the host name and port. Every path of the host is covered.',
  },
  QUERY: {
    sentence: 'A server domain has no query',
    fix: 'End the entry after the host name and port.',
  },
  FRAGMENT: {
    sentence: 'A server domain has no fragment',
    fix: 'End the entry after the host name and port.',
  },
  DUPLICATE: {
    sentence: 'The list has the entry already',
    fix: 'Remove it.',
  },
  TOO_MANY_ENTRIES: {
    sentence: 'The list has more entries than the host profile provides for',
    fix: 'Remove those that are not needed. All of them are in force for now.',
  },
  INVALID_BANNED_HOST: {
    sentence: 'The entry of bannedHosts is no host name',
    fix: 'Write a host name without scheme, port and path.',
  },
  INVALID_BANNED_ORIGIN: {
    sentence: 'The entry of bannedOrigins is no origin',
    fix: 'Write scheme and host, and a port where needed, such as https://platform.example.com or http://127.0.0.1:7300.',
  },
  INVALID_ACCELERATION: {
    sentence: 'The acceleration policy is no object',
    fix: 'Write { "candidates": [{ "origin": "https://fast.example.com" }] }, or leave it out.',
  },
  NO_CANDIDATES: {
    sentence: 'The acceleration policy names no candidate',
    fix: 'List at least one in candidates, or leave the policy out.',
  },
  TOO_MANY_CANDIDATES: {
    sentence: 'The acceleration policy names more candidates than a client measures',
    fix: 'Keep the sixteen that serve the most people.',
  },
  ACCELERATED_PORT: {
    sentence: 'An origin is accelerated only without a port',
    fix: 'Remove the port. Candidates may have one.',
  },
  INVALID_PROBE_PATH: {
    sentence: 'The probe path is no path',
    fix: 'Write at most 256 visible ASCII characters that begin with one slash, without a fragment.',
  },
  INVALID_ACCELERATION_FIELD: {
    sentence: 'A field of the acceleration policy has a value that it cannot have',
    fix: 'See AccelerationPolicy for the type of each field, and docs/limits.md for its range.',
  },
  INVALID_ADDRESS_RANGE: {
    sentence: 'The address range cannot be read',
    fix: 'Write a CIDR range such as 127.0.0.0/8 or ::1/128, or one address.',
  },
  NOT_JSON: {
    sentence: 'The policy document cannot be read as JSON data',
    fix: 'Use only what JSON can hold: text, numbers, true, false, null, lists and objects.',
  },
  NOT_AN_OBJECT: {
    sentence: 'A policy document is an object',
    fix: 'Write { "appId": …, "version": …, "serverDomains": […] }.',
  },
  MISSING_FIELD: {
    sentence: 'The policy document lacks a field',
    fix: 'Add it: appId, version and serverDomains are required.',
  },
  INVALID_FIELD: {
    sentence: 'A field of the policy document has the wrong type',
    fix: 'See PolicyDocument for the type of each field.',
  },
  UNKNOWN_FIELD: {
    sentence: 'The policy document has a field that nothing reads',
    fix: 'Correct its name or remove it.',
  },
  UNKNOWN_PROFILE: {
    sentence: 'There is no host profile of this name',
    fix: 'Write "binance" or leave the field out.',
  },
} as const satisfies Record<string, IssueRow>;

/** What is wrong: a key of {@link issueTable}. */
export type IssueCode = keyof typeof issueTable;

/** A fault of a server domain or a policy document, with what to do about it. */
export interface PolicyIssue {
  readonly code: IssueCode;
  /** For people: what is wrong, with which text, and what to do. Hostile text in it is escaped and cut. */
  readonly message: string;
  /** The corrected text, where there is one; it is valid in the place of the wrong one. */
  readonly correction?: string;
  /** The text concerned as it was given, not escaped; of a longer one the first 256 UTF-16 units. */
  readonly entry?: string;
  /** Where in the document, such as `serverDomains.request[3]`. */
  readonly at?: string;
}

/** Builds an issue from its row in the table. */
export function issue(
  code: IssueCode,
  { entry, at, correction }: { entry?: string; at?: string; correction?: string } = {},
): PolicyIssue {
  const row: IssueRow = issueTable[code];
  const subject = entry !== undefined ? `: ${quote(entry)}` : at !== undefined ? `: ${at}` : '';
  return {
    code,
    message: `${row.sentence}${subject}. ${row.fix}`,
    ...(correction === undefined ? {} : { correction }),
    ...(entry === undefined ? {} : { entry: entry.slice(0, longestEcho) }),
    ...(at === undefined ? {} : { at }),
  };
}
