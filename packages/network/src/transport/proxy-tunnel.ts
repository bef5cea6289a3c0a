import { isIP, type Socket } from 'node:net';
import { NetworkError } from '../errors.ts';
import { AddressRace } from './address-race.ts';
import type { Proxy } from './proxy.ts';
import { toWireError } from './wire-errors.ts';

/** The head of a proxy's answer may have so many bytes. */
const headBytes = 16 * 1024;

const headEnd = Buffer.from('\r\n\r\n');

/** What a proxy says of its refusal is quoted so far. */
const quotedLength = 100;

type Done = (error: NetworkError | null, socket: Socket | null) => void;

/**
 * A connection to a server that a proxy dials: TCP to the proxy, then CONNECT. What comes out is the raw
 * connection to the server, as far as the proxy is honest; TLS over it is checked like any other. Rule 23.
 *
 * `done` is called once, or never after `cancel`.
 */
export class ProxyTunnel {
  readonly #proxy: Proxy;
  readonly #authority: string;
  readonly #done: Done;
  #race: AddressRace | undefined;
  #socket: Socket | undefined;
  #head = Buffer.alloc(0);
  #over = false;

  /** @param authority what the proxy is asked to dial: `api.example.com:443`, `[2600::1]:443` */
  constructor(proxy: Proxy, authority: string, done: Done) {
    this.#proxy = proxy;
    this.#authority = authority;
    this.#done = done;
  }

  /** @param lookup gives all addresses of the proxy's hostname */
  async start(lookup: (hostname: string) => Promise<readonly string[]>): Promise<void> {
    const { hostname, port } = this.#proxy;
    try {
      const addresses = isIP(hostname) === 0 ? await lookup(hostname) : [hostname];
      if (this.#over) return;
      if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENODATA' });
      this.#race = new AddressRace(addresses, port, (error, socket) => {
        if (socket === null) this.#failToReach(error);
        else this.#ask(socket);
      });
    } catch (error) {
      this.#failToReach(error);
    }
  }

  cancel(): void {
    this.#over = true;
    this.#race?.cancel();
    this.#socket?.destroy();
  }

  #ask(socket: Socket): void {
    this.#socket = socket;
    const { authorization } = this.#proxy;
    const lines = [`CONNECT ${this.#authority} HTTP/1.1`, `Host: ${this.#authority}`];
    if (authorization !== undefined) lines.push(`Proxy-Authorization: ${authorization}`);
    socket.on('readable', this.#read);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  readonly #onEnd = () => this.#refuse('closed the connection without an answer');

  readonly #onError = (error: Error) => this.#refuse(`broke the connection off (${error.message})`);

  readonly #read = () => {
    while (!this.#over) {
      const chunk: unknown = this.#socket?.read();
      if (!(chunk instanceof Buffer)) return;
      this.#head = Buffer.concat([this.#head, chunk]);
      const end = this.#head.indexOf(headEnd);
      if (end >= 0)
        this.#onHead(this.#head.toString('latin1', 0, end), this.#head.length - end - headEnd.length);
      else if (this.#head.length > headBytes) this.#refuse('sent more header bytes than are read');
    }
  };

  /** A server that is asked over the tunnel does not speak before it is: what follows the head is forged. */
  #onHead(head: string, bytesBehind: number): void {
    const [line = ''] = head.split('\r\n', 1);
    const status = /^HTTP\/1\.[01] (?<code>\d{3})(?: |$)/.exec(line)?.groups?.['code'];
    if (status === undefined) this.#refuse('did not answer in HTTP');
    else if (!status.startsWith('2')) this.#refuse(`answered "${readable(line)}"`);
    else if (bytesBehind > 0) this.#refuse('sent data before the server was asked for any');
    else this.#succeed();
  }

  #succeed(): void {
    const socket = this.#socket;
    if (this.#over || socket === undefined) return;
    this.#over = true;
    this.#socket = undefined;
    socket.off('readable', this.#read);
    socket.off('end', this.#onEnd);
    this.#done(null, socket);
    socket.off('error', this.#onError);
  }

  #refuse(what: string): void {
    const detail = `${this.#authority}: the proxy ${this.#proxy.name} ${what}.`;
    this.#fail(new NetworkError('TUNNEL_FAILED', { detail }));
  }

  #failToReach(cause: unknown): void {
    const phase = this.#race === undefined ? 'lookup' : 'connect';
    const { message } = toWireError(cause, phase, `the proxy ${this.#proxy.name}`);
    this.#fail(new NetworkError('PROXY_FAILED', { detail: `${this.#authority}: ${message}`, cause }));
  }

  #fail(error: NetworkError): void {
    if (this.#over) return;
    this.cancel();
    this.#done(error, null);
  }
}

/** A proxy's own words go to a terminal. */
function readable(line: string): string {
  return line.slice(0, quotedLength).replaceAll(/[^ -~]/g, '?');
}
