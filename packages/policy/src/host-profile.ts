/**
 * The numbers and names in which one super app differs from another. Everything else in Minigate is the
 * same for every host, so a rule that a platform words differently becomes a field here and nowhere else.
 *
 * All times are milliseconds, all sizes bytes.
 */
export interface HostProfile {
  readonly name: string;
  /** Sent with every request, never settable by a mini program. Rule 9. */
  readonly referer: string;
  /** Hostnames that can be neither configured nor called, debugging mode included. Rule 4. */
  readonly bannedHosts: readonly string[];
  readonly serverDomains: {
    /** How many entries one list may hold. */
    readonly maxEntries: number;
    /** How often a program's lists may be changed in one calendar month (UTC). */
    readonly changesPerMonth: number | 'unlimited';
    /** Which ports a `wss` entry written without a port covers: every port, or none but the unwritten one. */
    readonly wssWithoutPort: 'every' | 'unwritten';
  };
  readonly slots: {
    /** How many calls of a pool are on the wire together. Rule 10. */
    readonly size: number;
    /** One pool for all APIs, or one for each. */
    readonly layout: 'shared' | 'per-api';
    /** What a call gets when every slot is taken. */
    readonly overflow: 'queue' | 'fail';
    /** How many calls of a pool may wait; the next one fails with errno 600007. */
    readonly maxQueued: number;
  };
  readonly background: {
    /** How long an unfinished call may go on after the program left the foreground. Rule 11. */
    readonly grace: number;
    /** What a call started in the background during the grace gets. */
    readonly startedInGrace: 'interrupt' | 'allow';
    /** Whether the program's timers and callbacks stand still once the grace has passed. */
    readonly freezeProgram: boolean;
  };
  readonly sockets: {
    /** How many a program may have at a time, from `connectSocket` to `onClose`. Rule 18. */
    readonly size: number;
    /** One message, sent or received; a larger one fails, or ends the socket with 1009. Rule 18. */
    readonly messageBytes: number;
    /** Messages of one socket that wait for the network, each with some overhead; beyond it `send` fails. Rule 18. */
    readonly queuedBytes: number;
    /** How long a server has for its part of the closing handshake. Rule 18. */
    readonly closeTimeout: number;
  };
  readonly discovery: {
    /** After so long a search for local services stops by itself. Rule 21. */
    readonly duration: number;
    /** How many services one search knows at a time; further ones are not told. Rule 21. */
    readonly services: number;
  };
  readonly connection: {
    /** What running calls get when the device goes from one connection to another. Rule 22. */
    readonly change: 'fail' | 'keep';
  };
  readonly acceleration: {
    /** What a policy accelerates that names no origin: `https://host`. Rule 25. */
    readonly origin: string;
  };
  /** Applies where neither the call nor the program's `networkTimeout` names one. Rule 15. */
  readonly defaultTimeout: number;
  readonly limits: {
    /** Redirects that one call may follow. */
    readonly redirects: number;
    /** The answer of `request`, after content decoding. */
    readonly responseBytes: number;
    /** The file of `downloadFile`, after content decoding. */
    readonly downloadBytes: number;
    /** All header lines of one answer together. */
    readonly responseHeaderBytes: number;
    /** All answers together that calls with `enableCache` keep. Rule 19. */
    readonly cacheBytes: number;
  };
}
