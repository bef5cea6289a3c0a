import type {
  AccelerationCounts,
  AttemptReason,
  ChoiceReason,
  ConnectionType,
  Ejection,
  HealthState,
  LifecycleState,
} from '@minigate/network';
import type { Api, HostProfile, PolicyDocument } from '@minigate/policy';
import type { ConsoleKind, ConsoleValue } from '../bridge/protocol.ts';
import type { CallRow } from '../inspector/call-row.ts';
import type { Entry } from '../inspector/protocol.ts';
import type { LinkConditions, LinkPreset } from './presets.ts';

/**
 * What the simulator and its page tell each other.
 *
 * The simulator answers `fetch` under `/api/` (see `routes`) and tells what happens over one WebSocket, `/feed`. It
 * tells changes, not history: an item that changes again replaces what was told of it, and whoever comes back with
 * the number of the last batch is told everything that is newer.
 */

/** Where the page asks. All bodies are JSON; an error is `{ "error": { "message", "fix"? } }`. */
export const routes = {
  /** `POST { token }`: the token of the address becomes a cookie, and the key of a `LetIn`. Once. */
  session: '/api/session',
  /** `POST DeviceChange`: answers the device as it is then. */
  device: '/api/device',
  /** `POST {}`: ends the program and starts it from its files. */
  restart: '/api/restart',
  /** `POST {}`: forgets the calls and lines of before. */
  clear: '/api/clear',
  /** `GET /api/calls/<run>/<id>`: an `EntryJson`. */
  calls: '/api/calls',
  /** `GET ?secrets=1`: a HAR file of every call that is kept. */
  har: '/api/har',
  /** `GET`: a `FileList`. `GET`, `PUT` of one: `/api/files/<path>`, see `FileText`. */
  files: '/api/files',
  /** `GET`: the text of the mock answers and what is wrong with it. They are saved as the file that they are. */
  mocks: '/api/mocks',
} as const;

/** The header line with the key, beside the cookie; for the feed, the key is the name of the WebSocket's protocol. */
export const keyHeader = 'x-minigate-key';

/** Whoever brought a token; one who has cookie and key already gets no other ones. */
export interface LetIn {
  readonly key?: string;
}

/** `ws://<host>/feed?simulator=<id>&after=<number of the last batch>`; both are left out at the first time. */
export const feedPath = '/feed';

/**
 * How the feed is closed for a page where too many watch already: "try again later" of the WebSocket close codes that
 * IANA registers. A script cannot read how a handshake is refused.
 */
export const tooManyPages = 1013;

/** What the feed tells, each as one text message. */
export type FeedMessage =
  /**
   * The first message. `replayed` is false where the page has to forget what it knows: another simulator, or it was
   * away for too long.
   */
  | { readonly type: 'welcome'; readonly simulator: string; readonly replayed: boolean }
  | { readonly type: 'batch'; readonly number: number; readonly items: readonly FeedItem[] };

export type FeedItem =
  | { readonly kind: 'call'; readonly run: number; readonly row: SimulatedCall }
  | { readonly kind: 'line'; readonly line: ConsoleLine }
  | { readonly kind: 'program'; readonly program: ProgramState }
  | { readonly kind: 'device'; readonly device: DeviceState }
  /** None where nothing is accelerated. */
  | { readonly kind: 'acceleration'; readonly acceleration?: AccelerationState }
  /** Everything of runs up to this one, and of this one up to this moment, was cleared. Calls under way come again. */
  | { readonly kind: 'cleared'; readonly upTo: number }
  /** Files of the program changed on the disk; the paths are as in a `FileList`. */
  | { readonly kind: 'files'; readonly changed: readonly string[] }
  | { readonly kind: 'mocks'; readonly text: string; readonly problem?: string };

/** A call's line, and what only a simulator knows of it. */
export interface SimulatedCall extends CallRow {
  /** Where in the program it was made, as `file:line:column`. */
  readonly source?: string;
  /** The name of the mock answer that it got. */
  readonly mock?: string;
  /** The server that answered instead of the origin. Rule 25. */
  readonly candidate?: string;
}

/** A line of the console pane: what the program printed, threw, or what the simulator has to say. */
export interface ConsoleLine {
  /** 1, 2, 3, … over all runs. */
  readonly number: number;
  readonly run: number;
  readonly time: number;
  readonly kind: 'console' | 'error' | 'unsupported' | 'simulator';
  readonly level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  /** The arguments as text. */
  readonly texts: readonly string[];
  /** Each argument, where at least one has something in it to unfold. */
  readonly values?: readonly ConsoleValue[];
  /** What was called, where it is no plain line; `groupEnd` and `clear` print nothing. */
  readonly method?: ConsoleKind;
  /** In how many groups the line is. */
  readonly depth?: number;
  /** As `file:line:column`. */
  readonly source?: string;
  /** Which part of the program threw: `app.js`, `App.onLaunch`, `the success callback of request`. */
  readonly where?: string;
  readonly stack?: string;
  /** How many lines before this one are missing, because there were too many. */
  readonly skipped?: number;
}

export interface ProgramState {
  /** 1, 2, 3, …: counts cold starts. */
  readonly run: number;
  /** `broken`: the files are no program, so there is nothing to run; `message` says why. */
  readonly state: 'starting' | 'running' | 'ended' | 'broken';
  readonly startedAt: number;
  /** Why it ended, or cannot start. */
  readonly message?: string;
  readonly name: string;
  readonly appId: string;
  /** The policy in force; none where a platform has given none that holds. */
  readonly policy?: PolicyDocument;
  /** Where the policy comes from, for people: flags, a file, the address of a platform. */
  readonly policyOrigin: string;
  /** The console in which the program's owner changes server domains, such as `https://platform.example.com/console`. */
  readonly consoleUrl?: string;
  readonly profile: HostProfile;
  /** The names of the profiles to choose from. */
  readonly profiles: readonly string[];
  /** Calls that are no longer kept. */
  readonly dropped: number;
}

/** What can connect the device, the usual one first. Rule 22. */
export const connectionTypes = [
  'wifi',
  '2g',
  '3g',
  '4g',
  '5g',
  'ethernet',
  'unknown',
  'none',
] as const satisfies readonly ConnectionType[];

/** The device as the program finds it. */
export interface DeviceState {
  readonly lifecycle: LifecycleState;
  /** When the grace of the background is over; while it lasts. Rule 11. */
  readonly graceEndsAt?: number;
  readonly connection: ConnectionType;
  readonly conditions: ConditionsState;
  readonly debugging: boolean;
  /** `policy`: as the policy document says. */
  readonly firstParty: boolean | 'policy';
  /** The name of a host profile, or `policy`. */
  readonly profile: string;
  /** How far the device's clock is ahead, in milliseconds; behind, if it is negative. */
  readonly clockOffset: number;
}

/** What is asked of the device. First-party, profile and clock make a cold start. */
export type DeviceChange = Partial<
  Omit<DeviceState, 'lifecycle' | 'graceEndsAt'> & { readonly lifecycle: 'foreground' | 'background' }
>;

/**
 * How good the connection is; offline here, the program does not hear of it. To choose a preset its name is enough:
 * `linkPresets` has the numbers.
 */
export interface ConditionsState extends LinkConditions {
  readonly preset: LinkPreset | 'custom';
}

/** What the engine knows of the servers of an accelerated origin, and how it came to that. Times are milliseconds. Rule 25. */
export interface AccelerationState {
  readonly origin: string;
  /** The type of the device's connection; each has measurements of its own. */
  readonly network: ConnectionType;
  /** So many candidates are ejected that all are used. */
  readonly panic: boolean;
  readonly candidates: readonly AcceleratedCandidate[];
  /** Since the cold start. */
  readonly counts: AccelerationCounts;
  /** The last ones, of earlier runs too, oldest first. */
  readonly happenings: readonly AccelerationHappening[];
}

export interface AcceleratedCandidate {
  readonly origin: string;
  readonly region?: string;
  readonly weight: number;
  readonly priority: number;
  /** `returning`: its ejection is over, and it has to answer a probe first. */
  readonly state: 'unknown' | HealthState;
  /** Whether calls go to it now. */
  readonly chosen: boolean;
  /** What a call is expected to cost: its first byte, and the price of failures. */
  readonly cost?: number;
  /** Calls that it answered since the cold start, and its part of all of them, from 0 to 1. */
  readonly calls: number;
  readonly share: number;
  /** Calls and probes that it failed since the cold start. */
  readonly failures: number;
  /** While it is ejected. */
  readonly returnsAt?: number;
  /** Why it was ejected, until it answers again. */
  readonly ejectedFor?: Ejection['why'];
  /** Since it was last measured, be it in an earlier run. */
  readonly age?: number;
  /** The last measurements, oldest first: moment, milliseconds to the first byte of a call or a probe. */
  readonly measured: readonly (readonly [time: number, firstByte: number])[];
  /** The same of new connections, TCP and TLS together. */
  readonly connected: readonly (readonly [time: number, connect: number])[];
}

/** A step that changed something. A choice is one where it is another server than before. */
export interface AccelerationHappening {
  readonly time: number;
  readonly network: ConnectionType;
  readonly kind:
    | 'chosen'
    | 'repeated'
    | 'late'
    | 'failed'
    | 'ejected'
    | 'returned'
    | 'panic'
    | 'calm'
    | 'fallback'
    | 'probe'
    | 'remembered'
    | 'unkept';
  readonly candidate?: string;
  readonly reason?: ChoiceReason | AttemptReason | Ejection['why'];
  /** The engine's own words: what failed, and what to do. */
  readonly detail?: string;
}

/** The files of the program's folder that can be shown, by their paths with `/`, sorted. */
export interface FileList {
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly text: boolean }[];
  /** There are more than can be listed. */
  readonly cut: boolean;
}

/** One file. To save, its new text and the `version` that was read: a file that changed meanwhile is not overwritten. */
export interface FileText {
  readonly path: string;
  readonly text: string;
  readonly version: string;
}

/** An entry on its way to the page; bytes are `{ "base64": "…" }`. */
export interface EntryJson {
  readonly run: number;
  readonly entry: Entry;
}

/** What came back instead of an answer. */
export interface ErrorJson {
  readonly error: { readonly message: string; readonly fix?: string };
}

/** The APIs, in the order in which a panel lists them. */
export const apis: readonly Api[] = ['request', 'downloadFile', 'uploadFile', 'connectSocket'];
