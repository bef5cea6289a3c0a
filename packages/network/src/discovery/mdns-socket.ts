import type { RemoteInfo } from 'node:dgram';
import type { NetworkInterface } from '@minigate/policy';
import openMdns, { type MulticastDNS, type QueryOutgoingPacket, type ResponsePacket } from 'multicast-dns';
import { inSubnet } from './addresses.ts';

export type Questions = QueryOutgoingPacket['questions'];

/**
 * Multicast DNS on one interface. Only answers that come from the port of multicast DNS and from the
 * interface's own network are handed on; others are forged or strayed. RFC 6762, 6 and 11.
 */
export class MdnsSocket {
  /** Resolves when questions can be asked, with `undefined`, or with the reason why never. */
  readonly opened: Promise<Error | undefined>;
  readonly #mdns: MulticastDNS;

  constructor(own: NetworkInterface, port: number, onAnswer: (packet: ResponsePacket) => void) {
    // Bound to every address: a socket that is bound to one of them gets no multicast.
    const mdns = openMdns({ interface: own.address, bind: '0.0.0.0', port });
    this.#mdns = mdns;
    this.opened = new Promise((resolve) => {
      mdns.on('ready', () => resolve(undefined));
      mdns.on('error', resolve);
      // Before `ready`: the interface cannot be joined. Later: a packet that is none; it is passed over.
      mdns.on('warning', resolve);
    });
    mdns.on('response', (packet, from: RemoteInfo) => {
      if (from.port === port && inSubnet(from.address, own)) onAnswer(packet);
    });
  }

  /** What cannot be sent just now is lost: whoever asks asks again. */
  ask(questions: Questions): void {
    this.#mdns.query({ questions }, () => {});
  }

  /** Waits for the opening: what is closed before would begin to work afterwards. */
  async close(): Promise<void> {
    await this.opened;
    await new Promise<void>((resolve) => {
      this.#mdns.destroy(resolve);
    });
  }
}
