import type { DatedPolicyDocument, PolicyIssue } from '@minigate/policy';
import type { Clock } from '../clock.ts';
import type { Transport } from '../transport/transport.ts';
import type { PolicyFeedFault } from './faults.ts';

export interface PolicyFeedOptions {
  /** The origin of the platform, such as `https://platform.example.com`; `http` on this machine only. */
  readonly issuer: string;
  readonly appId: string;
  /** The pinned key of the platform: the RFC 7638 thumbprint that its operators publish. */
  readonly thumbprint: string;
  /** Keeps the last good policy for times without a connection; made if missing. Without it, memory only. */
  readonly directory?: string;
  /**
   * When networks take a change: when they are made (`cold-start`, the default), or at once. Calls already
   * admitted keep their verdict either way.
   */
  readonly apply?: 'cold-start' | 'at-once';
  readonly tls?: {
    /** PEM certificates trusted beside the system's. */
    readonly ca?: string | readonly string[];
  };
  /** Where the platform's name leads, instead of DNS. */
  readonly resolve?: Readonly<Record<string, string>>;
  /** A CONNECT proxy: `http://[user:password@]host:port`. */
  readonly proxy?: string;
  /** Milliseconds after which the platform is asked again where its answer does not say; default 5 minutes. */
  readonly refreshInterval?: number;
  /** Whether to listen for announcements of new versions; default `true`. */
  readonly announcements?: boolean;
  /** Milliseconds since the epoch; replaced in tests. */
  readonly now?: () => number;
  /** What intervals and timeouts go by; replaced in tests. */
  readonly clock?: Clock;
  /** How bytes reach the platform; replaced in tests. */
  readonly transport?: Transport;
}

/** A policy was taken: another version, or the same one signed anew. */
export interface PolicyTaken {
  readonly policy: DatedPolicyDocument;
  /** Entries that grant nothing. */
  readonly ignored: readonly PolicyIssue[];
  readonly source: 'disk' | 'platform';
}

/** Something went wrong; the policy that is in force stays so until it expires. */
export interface PolicyTrouble {
  readonly fault: PolicyFeedFault;
  /** Where: what is kept on the disk, the policy itself, or the stream of announcements. */
  readonly source: 'disk' | 'platform' | 'announcements';
}

export interface PolicyFeedEvents {
  policy: PolicyTaken;
  fault: PolicyTrouble;
}

/** The signed policy of one mini program, always the newest that could be verified. Rule 24. */
export interface PolicyFeed {
  readonly issuer: string;
  readonly appId: string;
  readonly apply: 'cold-start' | 'at-once';
  /** The newest policy, if it has not expired. Without one every call is refused. */
  readonly policy: DatedPolicyDocument | undefined;
  /** Why there is no policy, or else why the last attempt to get a newer one failed. */
  readonly fault: PolicyFeedFault | undefined;
  /** Resolves when there is a policy, or the first attempt to get one has failed. Never rejects. */
  readonly ready: Promise<void>;
  /** Whether a policy that this feed gave may be in force at this time. */
  holds(policy: DatedPolicyDocument): boolean;
  /** Asks the platform now; resolves when it is known whether there is a newer policy. Never rejects. */
  refresh(): Promise<void>;
  /** Watches; the answer stops watching. */
  on<K extends keyof PolicyFeedEvents>(event: K, listener: (event: PolicyFeedEvents[K]) => void): () => void;
  /** Ends its connections and timers. Networks go on with the policy that they have until it expires. */
  close(): Promise<void>;
}
