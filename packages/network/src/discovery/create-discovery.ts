import { networkInterfaces } from 'node:os';
import type { NetworkInterface } from '@minigate/policy';
import type { Engine } from '../engine.ts';
import type { ServiceBrowser } from './browser.ts';
import { Discovery } from './discovery.ts';
import { mdnsBrowser } from './mdns-browser.ts';

export interface DiscoveryOptions {
  /** The IPv4 address of the one interface to look on; default: every interface of the LAN rule. */
  readonly interface?: string;
  /** The UDP port; default 5353, that of multicast DNS. */
  readonly port?: number;
  /** What looks; replaced in tests. */
  readonly browser?: ServiceBrowser;
}

const multicastDnsPort = 5353;

export function createDiscovery(engine: Engine, options: DiscoveryOptions): Discovery {
  const { interface: address, port = multicastDnsPort } = options;
  const interfaces = (): readonly NetworkInterface[] => engine.interfaces;
  const browser =
    options.browser ??
    mdnsBrowser({
      interfaces: address === undefined ? interfaces : () => [named(address)],
      port,
      services: engine.profile.discovery.services,
      clock: engine.clock,
    });
  return new Discovery(engine, browser);
}

/** An interface that this device does not have is one that nobody answers on. */
function named(address: string): NetworkInterface {
  const all = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
  const netmask = all.find((one) => one.address === address)?.netmask ?? '255.255.255.255';
  return { address, netmask };
}
