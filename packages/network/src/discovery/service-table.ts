import type { FoundService } from './browser.ts';
import type { DiscoveryRecord } from './records.ts';

/** How long a service may exist by name only before its resolution has failed, in milliseconds. */
const patience = 5_000;

/** After a goodbye a service has so long to come back. RFC 6762, 10.1. */
const farewell = 1_000;

/** Addresses of one host beyond these are not kept. */
const addressesKept = 16;

const longestLabel = 63;

/** What can be asked for again as it was read. */
const hostForm = /^(?=[!-~]{1,253}$)[^.]{1,63}(?:\.[^.]{1,63})*$/;

interface Service {
  readonly name: string;
  /** Its full name, as its list writes it. */
  readonly instance: string;
  readonly resolveBy: number;
  expires: number;
  target: string;
  port: number;
  readonly addresses: Map<string, number>;
  told: FoundService | undefined;
  resolveFailed: boolean;
}

export interface TableOptions {
  /** The list that is searched: `_http._tcp.local`. */
  readonly domain: string;
  /** So many services are known at a time. */
  readonly size: number;
  readonly choose: (addresses: Iterable<string>) => { address: string; local: boolean } | undefined;
  readonly onFound: (service: FoundService) => void;
  readonly onLost: (name: string) => void;
  readonly onResolveFail: (name: string) => void;
}

/**
 * What a search knows: pure, with the time given. Records are anybody's word, so what is kept of them is
 * bounded, and so is what they can make happen: a service is told at once when it is found, and after that
 * once for each `tick` at most. Rule 21.
 */
export class ServiceTable {
  readonly #options: TableOptions;
  readonly #suffix: string;
  readonly #services = new Map<string, Service>();

  constructor(options: TableOptions) {
    this.#options = options;
    this.#suffix = `.${options.domain}`;
  }

  /** What is known by name only. A name with a dot in its label cannot be asked for: it would be read as two. */
  get unresolved(): readonly { instance: string; target: string }[] {
    return [...this.#services.values()].filter(({ told, name }) => told === undefined && !name.includes('.'));
  }

  /** Takes records in; answers whether one of them named a service that is new. */
  take(records: readonly DiscoveryRecord[], now: number): boolean {
    let isNew = false;
    for (const record of records) {
      if (record.type === 'PTR') isNew = this.#list(record.name, record.instance, record.ttl, now) || isNew;
      else if (record.type === 'SRV') this.#locate(record.name, record);
      else this.#address(record.name, record.address, now + record.ttl);
    }
    for (const service of this.#services.values()) {
      if (service.told === undefined && this.#where(service, now)?.local === true) this.#tell(service, now);
    }
    return isNew;
  }

  /** Time has passed: what is over ends, and what has changed is told. */
  tick(now: number): void {
    for (const [key, service] of this.#services) {
      if (service.expires <= now) {
        this.#services.delete(key);
        if (service.told !== undefined) this.#options.onLost(service.name);
        continue;
      }
      this.#tell(service, now);
      if (service.told === undefined && !service.resolveFailed && service.resolveBy <= now) {
        service.resolveFailed = true;
        this.#options.onResolveFail(service.name);
      }
    }
  }

  #list(list: string, instance: string, ttl: number, now: number): boolean {
    if (lower(list) !== this.#options.domain) return false;
    const key = lower(instance);
    const known = this.#services.get(key);
    if (known !== undefined) {
      known.expires = now + Math.max(ttl, farewell);
      return false;
    }
    const name = this.#nameOf(instance);
    if (ttl === 0 || name === undefined || this.#services.size >= this.#options.size) return false;
    this.#services.set(key, {
      name,
      instance,
      resolveBy: now + patience,
      expires: now + ttl,
      target: '',
      port: 0,
      addresses: new Map(),
      told: undefined,
      resolveFailed: false,
    });
    return true;
  }

  /** One label of readable text before the name of the list. RFC 6763, 4.1.1. */
  #nameOf(instance: string): string | undefined {
    if (!lower(instance).endsWith(this.#suffix)) return undefined;
    const name = instance.slice(0, -this.#suffix.length);
    const fits = name !== '' && Buffer.byteLength(name) <= longestLabel && !/\p{Cc}/u.test(name);
    return fits ? name : undefined;
  }

  #locate(instance: string, { target, port, ttl }: { target: string; port: number; ttl: number }): void {
    const service = this.#services.get(lower(instance));
    if (service === undefined || ttl === 0 || !hostForm.test(target)) return;
    if (service.target !== lower(target)) service.addresses.clear();
    service.target = lower(target);
    service.port = port;
  }

  #address(host: string, address: string, expires: number): void {
    const target = lower(host);
    for (const service of this.#services.values()) {
      if (service.target !== target) continue;
      if (service.addresses.has(address) || service.addresses.size < addressesKept) {
        service.addresses.set(address, expires);
      }
    }
  }

  #where(service: Service, now: number): { address: string; local: boolean } | undefined {
    const alive = [...service.addresses].filter(([, expires]) => expires > now).map(([address]) => address);
    return this.#options.choose(alive);
  }

  #tell(service: Service, now: number): void {
    const best = this.#where(service, now);
    if (best === undefined) return;
    const { name, port, told } = service;
    if (told?.ip === best.address && told.port === port) return;
    service.told = { name, ip: best.address, port };
    this.#options.onFound(service.told);
  }
}

/** Names are compared without their letter case; only that of ASCII letters counts. RFC 6762, 16. */
function lower(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
