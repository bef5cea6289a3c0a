import type { Target } from '@minigate/policy';
import type { NetworkError } from '../../src/errors.ts';
import { createNodeTransport, type NodeTransportOptions } from '../../src/transport/node.ts';
import type {
  DialledAddress,
  Exchange,
  Transport,
  WireHead,
  WireReceiver,
  WireRequest,
  WireTiming,
} from '../../src/transport/transport.ts';
import { onTestFinished } from 'vitest';

/** A transport that reaches loopback servers; it ends with the test. */
export function loopbackTransport(
  server: { authority?: { pem: string }; resolve?: Record<string, string> },
  options: Partial<NodeTransportOptions> = {},
): Transport {
  const transport = createNodeTransport({
    ca: server.authority?.pem,
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
    responseHeaderBytes: 64 * 1024,
    cacheBytes: 1024 * 1024,
    ...options,
  });
  onTestFinished(() => transport.close());
  return transport;
}

export function targetOf(url: string): Target {
  const { protocol, hostname, port, host, pathname, search } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    port: port === '' ? { https: 443, http: 80 }[scheme] : Number(port),
    explicitPort: port === '' ? undefined : port,
    authority: host,
    path: `${pathname}${search}`,
  };
}

/** One exchange and everything that its receiver was told, in order. */
export class WireCall implements WireReceiver {
  readonly log: string[] = [];
  readonly addresses: DialledAddress[] = [];
  readonly timing: WireTiming;
  /** Resolves with the last call of the receiver. */
  readonly over: Promise<this>;
  head: WireHead | undefined;
  error: NetworkError | undefined;
  body = Buffer.alloc(0);
  readonly #exchange: Exchange;
  #settle: (call: this) => void = () => {};
  #waiting = new Map<string, () => void>();

  constructor(transport: Transport, url: string, request: Partial<WireRequest> = {}) {
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const target = targetOf(url);
    this.#exchange = transport.send(
      { target, method: 'GET', path: target.path, headers: [], body: null, guard: 'enforce', ...request },
      this,
    );
    this.log.push('sent');
    this.timing = this.#exchange.timing;
  }

  get text(): string {
    return this.body.toString();
  }

  header(name: string): string[] {
    const headers = this.head?.headers ?? [];
    return headers.filter((_, i) => i % 2 === 1 && headers[i - 1] === name);
  }

  cancel(): void {
    this.#exchange.cancel();
  }

  resume(): void {
    this.#exchange.resume();
  }

  /** Waits for the next call of this receiver method. */
  next(method: 'address' | 'head' | 'data'): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(method, resolve));
  }

  onAddress(address: DialledAddress): void {
    this.addresses.push(address);
    this.#note('address');
  }

  onHead(head: WireHead): void {
    this.head = head;
    this.#note('head');
  }

  onData(chunk: Uint8Array): boolean {
    this.body = Buffer.concat([this.body, chunk]);
    this.#note('data');
    return true;
  }

  onEnd(): void {
    this.#note('end');
    this.#settle(this);
  }

  onError(error: NetworkError): void {
    this.error = error;
    this.#note('error');
    this.#settle(this);
  }

  #note(method: string): void {
    this.log.push(method);
    this.#waiting.get(method)?.();
    this.#waiting.delete(method);
  }
}
