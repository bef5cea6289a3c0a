/**
 * What a mini program sees of its surroundings: its own coming and going, the connection of the device and the
 * services of the local network. The shapes are those of `wx`. Sources: docs/rules.md, Rules 21 and 22.
 */

import type { Callbacks, Failure, Fields, Listener } from './call-shape.ts';

/** The type that `JSON.parse` gives: conditional types of two typings fit where they ask for the very same. */
type Whatever = ReturnType<typeof JSON.parse>;

/** Nothing where a callback was given, else a promise; it is rejected with what `fail` would have got. */
export type Answer<Options, Success> = Options extends { success: Whatever }
  ? undefined
  : Options extends { fail: Whatever }
    ? undefined
    : Options extends { complete: Whatever }
      ? undefined
      : Promise<Success>;

/** What `success` of a call without a result gets. */
export interface Done {
  errMsg: string;
}

/** What a program is told of the device's connection; `unknown` is every kind that has no name of its own. */
export type NetworkType = 'wifi' | '2g' | '3g' | '4g' | '5g' | 'unknown' | 'none';

/** What a host says of it. Programs know no `ethernet`: they are told `unknown`. */
export type ConnectionType = NetworkType | 'ethernet';

/** A type and no interface: it fits typings that let an event have further fields. */
export type NetworkStatus = {
  isConnected: boolean;
  networkType: NetworkType;
};

export interface GetNetworkTypeSuccess extends Done {
  networkType: NetworkType;
  /** Always 0: not measured. */
  signalStrength: number;
  /** Always false: how a host reaches the network is not the program's business. */
  hasSystemProxy: boolean;
  /** Always false: not measured. */
  weakNet: boolean;
}

export type GetNetworkTypeOptions = Callbacks<GetNetworkTypeSuccess, Failure>;

export interface StartLocalServiceDiscoveryOptions extends Callbacks<Done, Failure> {
  /** What to look for: `_http._tcp.` */
  serviceType: string;
}

export type StopLocalServiceDiscoveryOptions = Callbacks<Done, Failure>;

export interface LocalService {
  /** As the program wrote it. */
  serviceType: string;
  serviceName: string;
}

export interface LocalServiceAddress extends LocalService {
  ip: string;
  port: number;
}

/** How a program was opened. Every field is there, so that programs can read it; most are empty. */
export interface AppShowEvent {
  /** The page; empty where there are none. */
  path: string;
  query: Record<string, string>;
  /** 1001: from the list of programs. */
  scene: number;
  shareTicket: string;
  referrerInfo: { appId: string; extraData: Fields };
  apiCategory: 'default';
  forwardMaterials: never[];
  hostExtraData: { host_scene: string };
}

/** Nothing is told of why a program was hidden. */
export type AppHideEvent = Record<string, never>;

/** A listener to remove, whatever is written of its argument: only which function it is counts. */
type Removed = Listener<never>;

/** Every method may be used unbound; `off…` without a listener removes all. */
export interface PlatformApi {
  /** The program is on the screen again. */
  onAppShow(listener: Listener<AppShowEvent>): void;
  offAppShow(listener?: Removed): void;
  /** The program left the screen; unfinished calls have the grace of Rule 11 from now on. */
  onAppHide(listener: Listener<AppHideEvent>): void;
  offAppHide(listener?: Removed): void;
  getNetworkType<O extends GetNetworkTypeOptions = GetNetworkTypeOptions>(
    options?: O,
  ): Answer<O, GetNetworkTypeSuccess>;
  onNetworkStatusChange(listener: Listener<NetworkStatus>): void;
  offNetworkStatusChange(listener?: Removed): void;
  /** One search at a time; it stops by itself after the host profile's time. Rule 21. */
  startLocalServiceDiscovery<O extends StartLocalServiceDiscoveryOptions>(options: O): Answer<O, Done>;
  stopLocalServiceDiscovery<O extends StopLocalServiceDiscoveryOptions = StopLocalServiceDiscoveryOptions>(
    options?: O,
  ): Answer<O, Done>;
  /** Also for a known service whose address or port has changed. */
  onLocalServiceFound(listener: Listener<LocalServiceAddress>): void;
  offLocalServiceFound(listener?: Removed): void;
  onLocalServiceLost(listener: Listener<LocalService>): void;
  offLocalServiceLost(listener?: Removed): void;
  onLocalServiceResolveFail(listener: Listener<LocalService>): void;
  offLocalServiceResolveFail(listener?: Removed): void;
  /** However the search came to stop. */
  onLocalServiceDiscoveryStop(listener: Listener<Done>): void;
  offLocalServiceDiscoveryStop(listener?: Removed): void;
}
