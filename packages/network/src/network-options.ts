import type { Api, HostProfile, PolicyDocument } from '@minigate/policy';
import type { NetworkApi } from './api.ts';
import type { LifecycleState, NetworkEvents } from './events.ts';
import type { Transport } from './transport/transport.ts';

export interface NetworkOptions {
  policy: PolicyDocument;
  /** Wins over the profile that the document names. */
  profile?: HostProfile;
  /** Debugging mode: report instead of enforce. A switch of the host, never of the program. Rule 8. */
  debugging?: boolean;
  tls?: {
    /** PEM certificates trusted beside the system's. */
    ca?: string | readonly string[];
  };
  /**
   * DNS answers for development, like curl's `--resolve`: `{ 'api.example.com': '127.0.0.1:8443' }`.
   * With a port, that port is dialled. It changes no verdict and does not open the address guard.
   */
  resolve?: Readonly<Record<string, string>>;
  /** CIDR ranges that the address guard lets through beside globally routable ones. */
  allowAddresses?: readonly string[];
  /** The program's own defaults in milliseconds, from `app.json`. */
  networkTimeout?: Partial<Record<Api, number>>;
  /** Where downloads without a `filePath` go; made if missing. Default: a fresh folder, removed by `close`. */
  tempDirectory?: string;
  /** Where a program may name a `filePath`; made if missing. Default: a fresh folder, removed by `close`. */
  userDirectory?: string;
  /** The host's interfaces, for the LAN rule. Without them no LAN address is reachable. */
  interfaces?: readonly { address: string; netmask: string }[];
  /** How bytes reach servers; replaced in tests. */
  transport?: Transport;
}

export interface Network {
  /** What the mini program may call. */
  readonly api: NetworkApi;
  readonly state: LifecycleState;
  readonly tempDirectory: string;
  readonly userDirectory: string;
  /** The program left the screen: unfinished calls get the profile's grace. Rule 11. */
  enterBackground(): void;
  enterForeground(): void;
  /** Debugging mode for calls made from now on. */
  setDebugging(on: boolean): void;
  /** Calls already admitted keep their verdict; no connection outlives the change. */
  updatePolicy(document: PolicyDocument): void;
  /** Watches; the answer stops watching. */
  on<K extends keyof NetworkEvents>(event: K, listener: (event: NetworkEvents[K]) => void): () => void;
  /** Every call settles with `interrupted`; connections end; folders made by this network are removed. */
  close(): Promise<void>;
}
