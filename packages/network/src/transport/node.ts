import { lookup as lookupInSystem } from 'node:dns/promises';
import { NetworkError } from '../errors.ts';
import { networkLimits } from '../limits.ts';
import { AddressGuard } from './address-guard.ts';
import { parseOverrides } from './address-override.ts';
import type { DialPlan, Lookup } from './dial.ts';
import { Endpoint } from './endpoint.ts';
import { Hop, noTiming } from './hop.ts';
import type { LineOptions } from './line.ts';
import type { Exchange, Transport, WireReceiver, WireRequest } from './transport.ts';
import { createTrust } from './trust.ts';

export interface NodeTransportOptions {
  /** PEM certificates trusted beside the system's. */
  readonly ca?: string | readonly string[] | undefined;
  /** Addresses for names, with or without a port: `{ 'api.example.com': '127.0.0.1:8443' }`. */
  readonly resolve?: Readonly<Record<string, string>> | undefined;
  /** CIDR ranges that may be dialled beside globally routable addresses. */
  readonly allowAddresses?: readonly string[] | undefined;
  /** All header lines of one answer together, in bytes. */
  readonly responseHeaderBytes: number;
  /** Milliseconds for name, TCP and TLS together; default: that of `networkLimits`. */
  readonly connectTimeout?: number | undefined;
  /** Where names are looked up; default: the system. */
  readonly lookup?: Lookup | undefined;
}

/** Endpoints without a connection are forgotten when there are so many. */
const rememberedEndpoints = 256;

/**
 * The transport over node:net, node:tls and undici: HTTP/1.1, connections kept for the next call, every
 * address judged before it is dialled. Rules 6 and 7.
 *
 * @throws TypeError if an address of `resolve` or a range of `allowAddresses` is malformed
 *
 * @example
 * const transport = createNodeTransport({ responseHeaderBytes: 256 * 1024 });
 * const exchange = transport.send(request, receiver);
 * exchange.cancel();
 * await transport.close();
 */
export function createNodeTransport(options: NodeTransportOptions): Transport {
  return new NodeTransport(options);
}

class NodeTransport implements Transport {
  readonly #overrides: ReturnType<typeof parseOverrides>;
  readonly #shared: Pick<DialPlan, 'guard' | 'lookup' | 'timeout' | 'secureContext'>;
  readonly #lineOptions: LineOptions;
  /** The endpoints of the present epoch, by everything that a connection depends on. */
  #endpoints = new Map<string, Endpoint>();
  /** Endpoints of earlier epochs, where calls may be under way. */
  #retired = new Set<Endpoint>();
  #closed = false;

  constructor(options: NodeTransportOptions) {
    this.#overrides = parseOverrides(options.resolve ?? {});
    this.#shared = {
      guard: new AddressGuard(options.allowAddresses ?? []),
      lookup: options.lookup ?? lookupAll,
      timeout: options.connectTimeout ?? networkLimits.connectTime,
      secureContext: createTrust([options.ca ?? []].flat()),
    };
    this.#lineOptions = {
      maxHeaderSize: options.responseHeaderBytes,
      keepAliveTimeout: networkLimits.idleConnectionTime,
      keepAliveMaxTimeout: networkLimits.longestIdleConnectionTime,
    };
  }

  send(request: WireRequest, receiver: WireReceiver): Exchange {
    if (this.#closed) return refuse(receiver);
    const hop = new Hop(this.#endpointFor(request), request, receiver);
    hop.send();
    return hop;
  }

  renew(): void {
    this.#retired = new Set([...this.#retired].filter((endpoint) => !endpoint.unused));
    for (const endpoint of this.#endpoints.values()) {
      endpoint.retire();
      if (!endpoint.unused) this.#retired.add(endpoint);
    }
    this.#endpoints = new Map();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#endpoints.values(), ...this.#retired].map((endpoint) => endpoint.end()));
  }

  #endpointFor({ target, guard }: WireRequest): Endpoint {
    const { scheme, hostname, port } = target;
    const key = `${guard} ${scheme} ${hostname} ${port}`;
    const known = this.#endpoints.get(key);
    if (known !== undefined) return known;
    if (this.#endpoints.size >= rememberedEndpoints) this.#forget();
    const plan = {
      ...this.#shared,
      tls: scheme === 'https',
      hostname,
      port,
      name: `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`,
      mode: guard,
      override: this.#overrides.get(hostname),
      session: undefined,
    };
    const endpoint = new Endpoint(plan, this.#lineOptions);
    this.#endpoints.set(key, endpoint);
    return endpoint;
  }

  #forget(): void {
    for (const [key, endpoint] of this.#endpoints) {
      if (endpoint.unused) this.#endpoints.delete(key);
    }
  }
}

async function lookupAll(hostname: string): Promise<string[]> {
  const answers = await lookupInSystem(hostname, { all: true });
  return answers.map(({ address }) => address);
}

/** What a closed transport answers. */
function refuse(receiver: WireReceiver): Exchange {
  let cancelled = false;
  process.nextTick(() => {
    if (cancelled) return;
    receiver.onError(new NetworkError('CONNECTION_ABORTED', { detail: 'The network was closed.' }));
  });
  return {
    timing: noTiming(),
    cancel() {
      cancelled = true;
    },
    resume() {},
  };
}
