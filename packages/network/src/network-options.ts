import type { Api, HostProfile, PolicyDocument } from '@minigate/policy';
import type { AccelerationSnapshot } from './acceleration/snapshot.ts';
import type { AccelerationSettings } from './accelerator.ts';
import type { NetworkApi } from './api.ts';
import type { Clock } from './clock.ts';
import type { DiscoveryOptions } from './discovery/create-discovery.ts';
import type { LifecycleState, NetworkEvents } from './events.ts';
import type { ConnectionType, NetworkType } from './platform-api.ts';
import type { PolicyFeed } from './policy-feed/policy-feed-api.ts';
import type { Transport } from './transport/transport.ts';

export interface NetworkOptions {
  /** A document, or a feed that follows what a platform signs. Rule 24. */
  policy: PolicyDocument | PolicyFeed;
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
  /**
   * Ports on which Minigate itself listens on this machine, such as that of a simulator's page. No program reaches
   * them: neither by a name nor by an address of this machine, whatever `allowAddresses`, `resolve`, the LAN rule
   * and debugging mode say. The list is read at each connection, so a port may be added later. Rule 7.
   */
  ownPorts?: readonly number[];
  /**
   * A CONNECT proxy: `http://[user:password@]host:port`. Verdicts and certificates are as without it; what a
   * name leads to is the proxy's word, which the address guard cannot judge. Rule 23.
   */
  proxy?: string;
  /**
   * How far the device's clock is ahead, in milliseconds; behind, if it is negative. A signed policy and a
   * certificate that have expired by that clock, or do not count yet, are refused; what has expired by the right
   * clock stays so. Default: 0.
   */
  clockOffset?: number;
  /** The program's own defaults in milliseconds, from `app.json`. */
  networkTimeout?: Partial<Record<Api, number>>;
  /** Where downloads without a `filePath` go; made if missing. Default: a fresh folder, removed by `close`. */
  tempDirectory?: string;
  /** Where a program may name a `filePath`; made if missing. Default: a fresh folder, removed by `close`. */
  userDirectory?: string;
  /**
   * The device's interfaces, for the LAN rule; an empty list closes the local network. Default: those of the
   * system as they are at each call, without tunnels and container bridges. Rule 20.
   */
  interfaces?: readonly { address: string; netmask: string }[];
  /** Of a program of the platform's own: what is kept of the servers between starts, and where the device is. Rule 25. */
  acceleration?: AccelerationSettings;
  /** Where local services are looked for. Rule 21. */
  discovery?: DiscoveryOptions;
  /** How bytes reach servers; replaced in tests. */
  transport?: Transport;
  /**
   * Stands between the calls and `transport`, to add what a device or a person adds: a slow link, answers of its own.
   * It is called once, with the clock of the network. Verdicts are given before it, and it changes none. An exchange of
   * its own counts as sent from the beginning, unless its `isUnsent` says otherwise.
   *
   * @example
   * const conditions = createConditions();
   * const network = createNetwork({ policy, interpose: conditions.interpose });
   */
  interpose?: (transport: Transport, clock: Clock) => Transport;
  /** What timeouts and the grace go by; replaced in tests. */
  clock?: Clock;
}

export interface Network {
  /** What the mini program may call. */
  readonly api: NetworkApi;
  /** The policy document in force; none where a feed has no policy that holds, and every call is refused. */
  readonly policy: PolicyDocument | undefined;
  readonly state: LifecycleState;
  /** What programs are told of the connection. Rule 22. */
  readonly networkType: NetworkType;
  /** Domain acceleration at this moment; none where the policy in force has none for this program. Rule 25. */
  readonly acceleration: AccelerationSnapshot | undefined;
  readonly tempDirectory: string;
  readonly userDirectory: string;
  /** The program left the screen: unfinished calls get the profile's grace. Rule 11. */
  enterBackground(): void;
  enterForeground(): void;
  /** Debugging mode for calls made from now on. */
  setDebugging(on: boolean): void;
  /**
   * Calls and sockets already admitted keep their verdict; no other connection outlives the change. A feed has
   * no more say in this network.
   */
  updatePolicy(document: PolicyDocument): void;
  /** What connects the device: `wifi` until it is said otherwise; `none` fails every call. Rule 22. */
  setConnection(connection: { type: ConnectionType }): void;
  /**
   * Gives the program no more messages of a socket until the answer is called; the server waits meanwhile, and
   * memory does not grow. For hosts that hand messages to a program that may be slow. Rule 18.
   *
   * @param task what `connectSocket` returned; of anything else nothing is held
   * @example
   * const release = network.hold(task);
   * await whenTheProgramHasCaughtUp();
   * release();
   */
  hold(task: object): () => void;
  /** Watches; the answer stops watching. */
  on<K extends keyof NetworkEvents>(event: K, listener: (event: NetworkEvents[K]) => void): () => void;
  /** Every call settles with `interrupted`; connections end; folders made by this network are removed. */
  close(): Promise<void>;
}
