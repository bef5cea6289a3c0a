import { networkInterfaces as readInterfaces } from 'node:os';
import type { NetworkInterface } from '@minigate/policy';

/** How long a reading of the system's interfaces is used, in milliseconds. */
const lifetime = 1_000;

/** What container and machine managers call the bridges between a device and its own guests. */
const innerBridge = /^(?:docker|br-|virbr|vmnet|vboxnet|vEthernet|podman|cni|lxc|lxd|incus|nerdctl)/;

/** Without a hardware address: loopback and tunnels. */
const noHardware = '00:00:00:00:00:00';

/**
 * The device's own IPv4 interfaces on a local network, as the LAN rule means one: where a phone would be. A
 * tunnel (VPN) leads elsewhere and a container bridge leads to the device's own guests, so both are left out;
 * a host that wants them names them in `interfaces`. Interfaces come and go: each answer is at most a second
 * old. Rule 20.
 */
export function hostInterfaces(
  read: typeof readInterfaces = readInterfaces,
  clock: () => number = () => performance.now(),
): () => readonly NetworkInterface[] {
  let known: readonly NetworkInterface[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    const moment = clock();
    if (moment - readAt >= lifetime) {
      readAt = moment;
      known = onLocalNetworks(read);
    }
    return known;
  };
}

/** A system that does not tell its interfaces has none: no LAN address is reachable. */
function onLocalNetworks(read: typeof readInterfaces): readonly NetworkInterface[] {
  try {
    return Object.entries(read()).flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ family, internal, mac }) => family === 'IPv4' && !internal && mac !== noHardware)
        .filter(() => !innerBridge.test(name))
        .map(({ address, netmask }) => ({ address, netmask })),
    );
  } catch {
    return [];
  }
}
