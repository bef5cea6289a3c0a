import { isIP, type Socket } from 'node:net';
import { type SecureContext, connect as startTls } from 'node:tls';
import { NetworkError } from '../errors.ts';
import { type AddressGuard, mayDial } from './address-guard.ts';
import type { AddressOverride } from './address-override.ts';
import { AddressRace } from './address-race.ts';
import type { DialledAddress, GuardMode, WireTiming } from './transport.ts';
import { toWireError, type WirePhase } from './wire-errors.ts';

/** All addresses of a hostname, as the system's resolver or a test gives them. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** Where and how an endpoint is dialled. */
export interface DialPlan {
  readonly tls: boolean;
  /** IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Both as people know them: `api.example.com:443`, `[::1]:443`. */
  readonly name: string;
  readonly mode: GuardMode;
  readonly override: AddressOverride | undefined;
  readonly guard: AddressGuard;
  readonly lookup: Lookup;
  /** Milliseconds from the start to a connection that is ready for use. */
  readonly timeout: number;
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
    this.#socket?.destroy();
  }

  #resolve(): void {
    const { hostname, override, lookup, mode, port } = this.#plan;
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
      if (!this.#admits(address, port, mode)) return;
    }
    this.#phase = 'connect';
    this.marks.connectStart = performance.now();
    this.#race = new AddressRace(addresses, port, (error, socket) => {
      if (socket === null) this.#fail(error);
      else this.#reach(socket, mode);
    });
  }

  #reach(socket: Socket, mode: GuardMode): void {
    this.marks.connectEnd = performance.now();
    this.#socket = socket;
    socket.on('error', (error) => this.#fail(error));
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) {
      this.#fail(
        Object.assign(new Error('The connection is gone.'), { code: 'ECONNRESET', syscall: 'connect' }),
      );
      return;
    }
    if (!this.#admits(remoteAddress, remotePort, mode)) return;
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
      ALPNProtocols: ['http/1.1'],
    });
    this.#socket = secure;
    secure.on('error', (error) => this.#fail(error));
    secure.on('session', (session) => {
      plan.session = session;
    });
    secure.once('secureConnect', () => {
      this.marks.tlsEnd = performance.now();
      this.#succeed(secure);
    });
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

  #admits(address: string, port: number, mode: GuardMode): boolean {
    const { hostname, guard } = this.#plan;
    const judged = guard.judge(address, port, mode);
    if (!mayDial(judged)) {
      this.address = judged;
      const leads = hostname === address ? hostname : `${hostname} leads to ${address}, which`;
      const detail = `${leads} is not globally routable (${judged.addressClass}), so it is not dialled.`;
      this.#fail(new NetworkError('ADDRESS_REFUSED', { detail }));
      return false;
    }
    this.address = judged;
    return true;
  }

  #timeOut(): void {
    const waited = { lookup: 'its name was being looked up', tls: 'the TLS handshake was under way' };
    const doing =
      this.#phase === 'tls' || this.#phase === 'lookup' ? waited[this.#phase] : 'TCP was connecting';
    const detail = `${this.#endpoint()}: no connection within ${this.#plan.timeout} ms; ${doing}.`;
    this.#fail(new NetworkError('CONNECTION_TIMED_OUT', { detail }));
  }

  #endpoint(): string {
    const { name } = this.#plan;
    return this.address === undefined ? name : `${name} (${this.address.address} port ${this.address.port})`;
  }
}
