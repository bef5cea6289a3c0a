import { NetworkError } from '../errors.ts';
import { networkLimits } from '../limits.ts';
import { AddressGuard } from './address-guard.ts';
import { AnswerCache } from './answer-cache.ts';
import { parseOverrides } from './address-override.ts';
import type { Lookup } from './dial.ts';
import { type DialTerms, lookupAll, planDial } from './dial-plan.ts';
import { Endpoint } from './endpoint.ts';
import { Hop, noTiming } from './hop.ts';
import type { LineOptions } from './line.ts';
import { parseProxy } from './proxy.ts';
import { NodeSocket } from './node-socket.ts';
import { Preconnection } from './preconnection.ts';
import type {
  Connecting,
  Exchange,
  Transport,
  WireConnect,
  WireConnectReceiver,
  WireReceiver,
  WireRequest,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
} from './transport.ts';
import { createTrust } from './trust.ts';

export interface NodeTransportOptions {
  /** PEM certificates trusted beside the system's. */
  readonly ca?: string | readonly string[] | undefined;
  /** Addresses for names, with or without a port: `{ 'api.example.com': '127.0.0.1:8443' }`. */
  readonly resolve?: Readonly<Record<string, string>> | undefined;
  /** CIDR ranges that may be dialled beside globally routable addresses. */
  readonly allowAddresses?: readonly string[] | undefined;
  /** Ports of this machine on which Minigate itself listens. */
  readonly ownPorts?: readonly number[] | undefined;
  /** All header lines of one answer together, in bytes. */
  readonly responseHeaderBytes: number;
  /** All answers kept for calls with `enableCache` together, in bytes. */
  readonly cacheBytes: number;
  /** Milliseconds for name, TCP and TLS together; default: that of `networkLimits`. */
  readonly connectTimeout?: number | undefined;
  /** `http://[user:password@]host:port`: who dials, in place of this device. Rule 23. */
  readonly proxy?: string | undefined;
  /** How far the device's clock is ahead, in milliseconds. */
  readonly clockOffset?: number | undefined;
  /** Where names are looked up; default: the system. */
  readonly lookup?: Lookup | undefined;
}

/** Endpoints without a connection are forgotten when there are so many. */
const rememberedEndpoints = 256;

/**
 * The transport over node:net, node:tls and undici: HTTP/1.1, connections kept for the next call, every
 * address judged before it is dialled. Rules 6 and 7.
 *
 * @throws TypeError if an address of `resolve`, a range of `allowAddresses` or `proxy` is malformed
 *
 * @example
 * const transport = createNodeTransport({ responseHeaderBytes: 256 * 1024, cacheBytes: 16 * 1024 * 1024 });
 * const exchange = transport.send(request, receiver);
 * exchange.cancel();
 * await transport.close();
 */
export function createNodeTransport(options: NodeTransportOptions): Transport {
  return new NodeTransport(options);
}

class NodeTransport implements Transport {
  readonly #terms: DialTerms;
  readonly #lineOptions: LineOptions;
  /** The endpoints of the present epoch, by everything that a connection depends on. */
  #endpoints = new Map<string, Endpoint>();
  /** Endpoints of earlier epochs, where calls may be under way. */
  #retired = new Set<Endpoint>();
  readonly #sockets = new Set<NodeSocket>();
  readonly #cache: AnswerCache;
  #closed = false;

  constructor(options: NodeTransportOptions) {
    this.#terms = {
      overrides: parseOverrides(options.resolve ?? {}),
      guard: new AddressGuard(options.allowAddresses ?? [], options.ownPorts),
      lookup: options.lookup ?? lookupAll,
      timeout: options.connectTimeout ?? networkLimits.connectTime,
      clockOffset: options.clockOffset,
      secureContext: createTrust([options.ca ?? []].flat()),
      proxy: options.proxy === undefined ? undefined : parseProxy(options.proxy),
    };
    this.#cache = new AnswerCache(options.cacheBytes);
    this.#lineOptions = {
      maxHeaderSize: options.responseHeaderBytes,
      keepAliveTimeout: networkLimits.idleConnectionTime,
      keepAliveMaxTimeout: networkLimits.longestIdleConnectionTime,
    };
  }

  send(request: WireRequest, receiver: WireReceiver): Exchange {
    if (this.#closed) return refuse(receiver);
    const cached = this.#cache.concerns(request) ? this.#cache.dispatcher() : undefined;
    const hop = new Hop(this.#endpointFor(request), request, receiver, cached);
    hop.send();
    return hop;
  }

  connect(request: WireConnect, receiver: WireConnectReceiver): Connecting {
    if (this.#closed) {
      const cancel = refuseSoon((error) => receiver.onError(error));
      return { timing: noTiming(), address: undefined, cancel };
    }
    return new Preconnection(this.#endpointFor(request), request, receiver);
  }

  openSocket(request: WireSocketRequest, receiver: WireSocketReceiver): WireSocket {
    if (this.#closed) return refuseSocket(receiver);
    const { target, guard } = request;
    const socket: NodeSocket = new NodeSocket(
      planDial(target, guard, false, this.#terms),
      request,
      receiver,
      {
        responseHeaderBytes: this.#lineOptions.maxHeaderSize,
        onGone: () => this.#sockets.delete(socket),
      },
    );
    this.#sockets.add(socket);
    return socket;
  }

  renew(): void {
    this.#retired = new Set([...this.#retired].filter((endpoint) => !endpoint.unused));
    for (const endpoint of this.#endpoints.values()) {
      endpoint.retire();
      if (!endpoint.unused) this.#retired.add(endpoint);
    }
    this.#endpoints = new Map();
    this.#cache.clear();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([
      ...[...this.#endpoints.values(), ...this.#retired].map((endpoint) => endpoint.end()),
      ...[...this.#sockets].map((socket) => socket.end()),
    ]);
  }

  #endpointFor({ target, guard, http2 = false }: WireConnect): Endpoint {
    const { scheme, hostname, port } = target;
    const key = `${guard} ${scheme} ${hostname} ${port} ${http2}`;
    const known = this.#endpoints.get(key);
    if (known !== undefined) return known;
    if (this.#endpoints.size >= rememberedEndpoints) this.#forget();
    const endpoint = new Endpoint(planDial(target, guard, http2, this.#terms), this.#lineOptions);
    this.#endpoints.set(key, endpoint);
    return endpoint;
  }

  #forget(): void {
    for (const [key, endpoint] of this.#endpoints) {
      if (endpoint.unused) this.#endpoints.delete(key);
    }
  }
}

/** What a closed transport answers. */
function refuse(receiver: WireReceiver): Exchange {
  const cancel = refuseSoon((error) => receiver.onError(error));
  return { timing: noTiming(), cancel, resume() {} };
}

function refuseSocket(receiver: WireSocketReceiver): WireSocket {
  const cancel = refuseSoon((error) => receiver.onClose({ code: 1006, reason: '', error }));
  return { timing: noTiming(), send() {}, close() {}, cancel, resume() {} };
}

/** Tells it once the caller has returned; the answer takes that back. */
function refuseSoon(tell: (error: NetworkError) => void): () => void {
  let cancelled = false;
  process.nextTick(() => {
    if (!cancelled) tell(new NetworkError('CONNECTION_ABORTED', { detail: 'The network was closed.' }));
  });
  return () => {
    cancelled = true;
  };
}
