import type { NetworkInterface } from '@minigate/policy';
import type { ResponsePacket } from 'multicast-dns';
import type { Clock } from '../clock.ts';
import { bestAddress } from './addresses.ts';
import type { Browse, BrowseListener, ServiceBrowser } from './browser.ts';
import { MdnsSocket, type Questions } from './mdns-socket.ts';
import { recordsOf } from './records.ts';
import { ServiceTable } from './service-table.ts';
import type { ServiceType } from './service-type.ts';

export interface MdnsOptions {
  /** The interfaces to look on, as they are when a search begins. */
  readonly interfaces: () => readonly NetworkInterface[];
  readonly port: number;
  /** So many services are known at a time. */
  readonly services: number;
  readonly clock: Clock;
}

/** The list is asked for at these ticks, a second each; the first question goes out at once. */
const questionTicks: ReadonlySet<number> = new Set([1, 3, 7, 15]);

/** What one tick allows, whatever comes in. */
const perTick = { packets: 500, questions: 4 };

/** So many services are asked about in one packet. */
const askedTogether = 20;

/** A device with more interfaces looks on the first of them. */
const interfacesUsed = 8;

/** Looks for services by multicast DNS. RFC 6762 and 6763. */
export function mdnsBrowser(options: MdnsOptions): ServiceBrowser {
  return { browse: (type, listener) => new MdnsBrowse(options, type, listener) };
}

/** One search: a socket for each interface, and one table. */
class MdnsBrowse implements Browse {
  readonly #domain: string;
  readonly #listener: BrowseListener;
  readonly #clock: Clock;
  readonly #table: ServiceTable;
  readonly #sockets: readonly MdnsSocket[];
  #ticks = 0;
  #allowance = { ...perTick };
  #stopTicking: () => void = () => {};
  #over = false;

  constructor(
    { interfaces, port, services, clock }: MdnsOptions,
    { domain }: ServiceType,
    listener: BrowseListener,
  ) {
    const used = interfaces().slice(0, interfacesUsed);
    this.#domain = domain;
    this.#listener = listener;
    this.#clock = clock;
    this.#table = new ServiceTable({
      domain,
      size: services,
      choose: (addresses) => bestAddress(addresses, used),
      onFound: (service) => listener.onFound(service),
      onLost: (name) => listener.onLost(name),
      onResolveFail: (name) => listener.onResolveFail(name),
    });
    this.#sockets = used.map((one) => new MdnsSocket(one, port, (packet) => this.#take(packet)));
    void this.#begin();
  }

  async stop(): Promise<void> {
    this.#over = true;
    this.#stopTicking();
    await Promise.all(this.#sockets.map((socket) => socket.close()));
  }

  /** One interface that works is enough. */
  async #begin(): Promise<void> {
    const errors = await Promise.all(this.#sockets.map(({ opened }) => opened));
    if (this.#over) return;
    if (errors.includes(undefined)) {
      this.#tickLater();
      this.#listener.onReady();
      this.#ask([{ name: this.#domain, type: 'PTR' }]);
    } else {
      this.#listener.onError(errors[0] ?? new Error('This device has no interface on a local network.'));
    }
  }

  #take(packet: ResponsePacket): void {
    if (this.#over || this.#allowance.packets === 0) return;
    this.#allowance.packets -= 1;
    const isNew = this.#table.take(recordsOf(packet), this.#clock.now());
    if (!isNew || this.#allowance.questions === 0) return;
    this.#allowance.questions -= 1;
    this.#askForUnresolved();
  }

  #tickLater(): void {
    this.#stopTicking = this.#clock.after(1_000, () => this.#tick());
  }

  #tick(): void {
    this.#tickLater();
    this.#ticks += 1;
    this.#allowance = { ...perTick };
    this.#table.tick(this.#clock.now());
    if (!questionTicks.has(this.#ticks)) return;
    this.#ask([{ name: this.#domain, type: 'PTR' }]);
    this.#askForUnresolved();
  }

  /** A service that came by name only is asked where it listens, and a host for its addresses. */
  #askForUnresolved(): void {
    const questions: Questions = [];
    for (const { instance, target } of this.#table.unresolved.slice(0, askedTogether)) {
      if (target === '') questions.push({ name: instance, type: 'SRV' });
      else questions.push({ name: target, type: 'A' }, { name: target, type: 'AAAA' });
    }
    if (questions.length > 0) this.#ask(questions);
  }

  #ask(questions: Questions): void {
    if (this.#over) return;
    for (const socket of this.#sockets) socket.ask(questions);
  }
}
