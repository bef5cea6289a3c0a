import type { ErrorRow } from './error-row.ts';

/** Endings of a call that no connection has a part in. */
export const callErrors = {
  INVALID_OPTIONS: {
    errno: 1001,
    text: 'parameter error',
    fault: 'program',
    fix: 'Give the option the type that the message names.',
  },
  INVALID_URL: {
    errno: 600009,
    text: 'invalid url',
    fault: 'program',
    fix: 'Write an absolute https URL with a plain host name; the message quotes the URL as it was given.',
  },
  INVALID_DATA: {
    errno: 600010,
    text: 'invalid request data',
    fault: 'program',
    fix: 'Send text, bytes or an object that JSON can hold; lone surrogates and cycles cannot be sent.',
  },
  NOT_IN_DOMAIN_LIST: {
    errno: 600002,
    text: 'url not in domain list',
    fault: 'developer',
    fix: 'Add the server domain in the console, or call one that is configured; the decision names the nearest entry.',
  },
  NO_POLICY: {
    errno: 600002,
    text: 'url not in domain list',
    fault: 'host',
    fix: 'The policy of the program could not be fetched or has expired; the detail says why. Connect to the platform.',
  },
  ADDRESS_REFUSED: {
    errno: 600011,
    text: 'url validate error',
    fault: 'developer',
    fix: 'The name leads to an address that is not globally routable. Point it at a public address, or allow the address range for development.',
  },
  INTERRUPTED: {
    errno: 600003,
    text: 'interrupted',
    fault: 'host',
    fix: 'The program was in the background or was closed. Call again when it is shown.',
  },
  ABORTED: {
    errno: 1,
    text: 'abort',
    fault: 'program',
    fix: 'The program called abort(); nothing is wrong.',
  },
  TIMED_OUT: {
    errno: 5,
    text: 'timeout',
    fault: 'server',
    fix: 'The answer was not complete in time. Raise `timeout` or `networkTimeout`, or make the server faster.',
  },
  TOO_MANY_TASKS: {
    errno: 600007,
    text: 'exceed max task count',
    fault: 'program',
    fix: 'Too many calls are running and waiting. Start new ones when others have ended.',
  },
  TOO_MANY_REDIRECTS: {
    errno: 600008,
    text: 'network reach the max redirect count',
    fault: 'server',
    fix: 'The server redirects in a loop or too often. Call the final address.',
  },
  RESPONSE_TOO_LARGE: {
    errno: 602300,
    text: 'convert native buffer parameter fail. native buffer exceed size limit',
    fault: 'server',
    fix: 'The decoded answer is larger than the host profile allows. Use downloadFile, or ask the server for less.',
  },
} as const satisfies Record<string, ErrorRow>;
