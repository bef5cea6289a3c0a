import { isIP, type Socket } from 'node:net';
import { type SecureContext, connect as startTls, type TLSSocket } from 'node:tls';
import { NetworkError } from '../errors.ts';
import { type AddressGuard, mayDial } from './address-guard.ts';
import type { AddressOverride } from './address-override.ts';
import { AddressRace } from './address-race.ts';
import { ownListener } from './own-ports.ts';
import { findDateFault } from './certificate-dates.ts';
import type { Proxy } from './proxy.ts';
import { ProxyTunnel } from './proxy-tunnel.ts';
import type { DialledAddress, GuardMode, WireTiming } from './transport.ts';
import { toWireError, type WirePhase } from './wire-errors.ts';

/** All addresses of a hostname, as the system's resolver or a test gives them. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** Where and how an endpoint is dialled. */
export interface DialPlan {
  readonly tls: boolean;
  /** Offers HTTP/2 to the server. */
  readonly http2: boolean;
  /** IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** `https://api.example.com:443` */
  readonly origin: string;
  /** Both as people know them: `api.example.com:443`, `[::1]:443`. */
  readonly name: string;
  readonly mode: GuardMode;
  readonly override: AddressOverride | undefined;
  /** Who dials, in place of this device. Rule 23. */
  readonly proxy: Proxy | undefined;
  readonly guard: AddressGuard;
  readonly lookup: Lookup;
  /** Milliseconds from the start to a connection that is ready for use. */
  readonly timeout: number;
  /** How far the device's clock is ahead, in milliseconds; certificates are judged by it too. */
  readonly clockOffset?: number | undefined;
  secureContext(): SecureContext;
  /** The last TLS session with this server. It skips the check of the name, so it never serves another. */
  session: Buffer | undefined;
}

type DialMarks = Pick<
  WireTiming,
  'lookupStart' | 'lookupEnd' | 'connectStart' | 'connectEnd' | 'tlsStart' | 'tlsEnd'
>;

/**
 * Makes one connection: override or literal or DNS answer, every address judged, then TCP, then the address
 * that was really reached, then TLS with the hostname of the URL. Rule 7.
 *
 * `done` is called once, or never after `cancel`.
 */
export class Dial {
  readonly marks: DialMarks = {
    lookupStart: 0,
    lookupEnd: 0,
    connectStart: 0,
    connectEnd: 0,
    tlsStart: 0,
    tlsEnd: 0,
  };
  /** What was dialled, or why nothing was. */
  address: DialledAddress | undefined;
  readonly #plan: DialPlan;
  readonly #done: (error: NetworkError | null, socket: Socket | null) => void;
  #timer: NodeJS.Timeout | undefined;
  #phase: WirePhase = 'lookup';
  #race: AddressRace | undefined;
  #tunnel: ProxyTunnel | undefined;
  #socket: Socket | undefined;
  #over = false;

  constructor(plan: DialPlan, done: (error: NetworkError | null, socket: Socket | null) => void) {
    this.#plan = plan;
    this.#done = done;
  }

  start(): void {
    this.#timer = setTimeout(() => this.#timeOut(), this.#plan.timeout);
    this.#resolve();
  }

  /** Gives the attempt up and ends its sockets; the one that `done` has got is no longer the dial's. */
  cancel(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#race?.cancel();
    this.#tunnel?.cancel();
    this.#socket?.destroy();
  }

  #resolve(): void {
    const { hostname, override, lookup, mode, port, proxy } = this.#plan;
    if (proxy !== undefined) {
      this.#connectThrough(proxy);
      return;
    }
    if (isIP(hostname) !== 0) {
      this.#connect([hostname], port, mode);
      return;
    }
    const nameMode = mode === 'lan' ? 'enforce' : mode;
    if (override !== undefined) {
      this.#connect([override.address], override.port ?? port, nameMode);
      return;
    }
    this.marks.lookupStart = performance.now();
    lookup(hostname).then(
      (addresses) => {
        this.marks.lookupEnd = performance.now();
        if (!this.#over) this.#connect(addresses, port, nameMode);
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** One bad address refuses all of them: the next attempt might reach it. */
  #connect(addresses: readonly string[], port: number, mode: GuardMode): void {
    if (addresses.length === 0 || addresses.some((address) => isIP(address) === 0)) {
      this.#fail(Object.assign(new Error('The resolver gave no address.'), { code: 'ENODATA' }));
      return;
    }
    for (const address of addresses) {
      if (!this.#admits(this.#plan.guard.judge(address, port, mode))) return;
    }
    this.#phase = 'connect';
    this.marks.connectStart = performance.now();
    this.#race = new AddressRace(addresses, port, (error, socket) => {
      if (socket === null) this.#fail(error);
      else this.#reach(socket, mode);
    });
  }

  /** An address that is known here is judged here; what a name leads to, the proxy alone knows. */
  #connectThrough(proxy: Proxy): void {
    const { hostname, override, mode, lookup, guard } = this.#plan;
    const literal = isIP(hostname) !== 0;
    const port = (literal ? undefined : override?.port) ?? this.#plan.port;
    const address = literal ? hostname : override?.address;
    const judged = address === undefined ? guard.judgeBehindProxy(port) : guard.judge(address, port, mode);
    if (!this.#admits(judged)) return;
    const host = address ?? hostname;
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    this.#phase = 'proxy';
    this.marks.connectStart = performance.now();
    this.#tunnel = new ProxyTunnel(proxy, authority, (error, socket) => {
      if (socket === null) this.#fail(error);
      else this.#reachThrough(socket);
    });
    void this.#tunnel.start(lookup);
  }

  #reachThrough(socket: Socket): void {
    this.marks.connectEnd = performance.now();
    this.#socket = socket;
    socket.on('error', (error) => this.#fail(error));
    if (this.#plan.tls) this.#secure(socket);
    else this.#succeed(socket);
  }

  #reach(socket: Socket, mode: GuardMode): void {
    this.marks.connectEnd = performance.now();
    this.#socket = socket;
    socket.on('error', (error) => this.#fail(error));
    const { remoteAddress, remotePort, localAddress } = socket;
    if (remoteAddress === undefined || remotePort === undefined) {
      this.#fail(
        Object.assign(new Error('The connection is gone.'), { code: 'ECONNRESET', syscall: 'connect' }),
      );
      return;
    }
    const { guard } = this.#plan;
    if (!this.#admits(guard.judgeEnds(remoteAddress, remotePort, localAddress, mode))) return;
    if (this.#plan.tls) this.#secure(socket);
    else this.#succeed(socket);
  }

  #secure(socket: Socket): void {
    const plan = this.#plan;
    const host = plan.hostname.replace(/\.$/, '');
    this.#phase = 'tls';
    this.marks.tlsStart = performance.now();
    const secure = startTls({
      socket,
      host,
      servername: isIP(host) === 0 ? host : '',
      secureContext: plan.secureContext(),
      session: plan.session,
      // Also where NODE_TLS_REJECT_UNAUTHORIZED says otherwise.
      rejectUnauthorized: true,
      ALPNProtocols: plan.http2 ? ['h2', 'http/1.1'] : ['http/1.1'],
    });
    this.#socket = secure;
    secure.on('error', (error) => this.#fail(error));
    secure.on('session', (session) => {
      plan.session = session;
    });
    secure.once('secureConnect', () => {
      this.marks.tlsEnd = performance.now();
      const fault = this.#findDateFault(secure);
      if (fault === undefined) this.#succeed(secure);
      else this.#fail(fault);
    });
  }

  /** By a clock that is wrong, what OpenSSL found good by the right one may have expired. */
  #findDateFault(secure: TLSSocket): NetworkError | undefined {
    const { clockOffset = 0 } = this.#plan;
    if (clockOffset === 0) return undefined;
    const now = Date.now() + clockOffset;
    const fault = findDateFault(secure.getPeerCertificate(true), now);
    if (fault === undefined) return undefined;
    const detail = `${this.#endpoint()}: ${fault}; the clock of the device says ${new Date(now).toISOString()}.`;
    return new NetworkError('CERTIFICATE_DATE_INVALID', { detail });
  }

  #succeed(socket: Socket): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket = undefined;
    clearTimeout(this.#timer);
    this.#done(null, socket);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.cancel();
    this.#done(toWireError(error, this.#phase, this.#endpoint()), null);
  }

  #admits(judged: DialledAddress): boolean {
    this.address = judged;
    if (mayDial(judged)) return true;
    const { hostname } = this.#plan;
    const { address, port, addressClass } = judged;
    const leads = hostname === address ? hostname : `${hostname} leads to ${address}, which`;
    const detail =
      addressClass === ownListener
        ? `${hostname} leads to port ${port} of this machine, where Minigate itself listens, so it is not dialled.`
        : `${leads} is not globally routable (${addressClass}), so it is not dialled.`;
    this.#fail(new NetworkError('ADDRESS_REFUSED', { detail }));
    return false;
  }

  #timeOut(): void {
    const doing = waitedFor[this.#phase] ?? 'TCP was connecting';
    const detail = `${this.#endpoint()}: no connection within ${this.#plan.timeout} ms; ${doing}.`;
    this.#fail(new NetworkError('CONNECTION_TIMED_OUT', { detail }));
  }

  #endpoint(): string {
    const { name } = this.#plan;
    if (this.address === undefined) return name;
    if (this.address.address === '') return `${name} (by proxy)`;
    return `${name} (${this.address.address} port ${this.address.port})`;
  }
}

const waitedFor: Partial<Record<WirePhase, string>> = {
  lookup: 'its name was being looked up',
  proxy: 'the proxy was connecting',
  tls: 'the TLS handshake was under way',
};
