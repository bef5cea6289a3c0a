import { connect, isIPv6, type Socket } from 'node:net';
import { networkLimits } from '../limits.ts';

/**
 * Dials addresses of one host until one answers; the others are given up. Only the addresses given are
 * dialled: there is no name here that could be looked up again.
 *
 * The families take turns, and an address that fails or hesitates lets the next one start. RFC 8305.
 */
export class AddressRace {
  readonly #waiting: string[];
  readonly #port: number;
  readonly #done: (error: Error | null, socket: Socket | null) => void;
  readonly #trying = new Set<Socket>();
  #firstError: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(
    addresses: readonly string[],
    port: number,
    done: (error: Error | null, socket: Socket | null) => void,
  ) {
    this.#waiting = takeTurns(addresses);
    this.#port = port;
    this.#done = done;
    this.#tryNext();
  }

  /** Gives every address up; nothing is called afterwards. */
  cancel(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    for (const socket of this.#trying) socket.destroy();
  }

  #tryNext(): void {
    clearTimeout(this.#timer);
    const host = this.#waiting.shift();
    if (host === undefined) return;
    const socket = connect({ host, port: this.#port, noDelay: true, keepAlive: true });
    this.#trying.add(socket);
    socket.once('connect', () => this.#win(socket));
    socket.once('error', (error) => this.#lose(socket, error));
    if (this.#waiting.length > 0)
      this.#timer = setTimeout(() => this.#tryNext(), networkLimits.addressHeadStart);
  }

  #win(socket: Socket): void {
    if (this.#over) return;
    this.#trying.delete(socket);
    this.cancel();
    socket.removeAllListeners('error');
    this.#done(null, socket);
  }

  #lose(socket: Socket, error: Error): void {
    if (this.#over) return;
    this.#trying.delete(socket);
    this.#firstError ??= error;
    if (this.#waiting.length > 0) this.#tryNext();
    else if (this.#trying.size === 0) {
      this.#over = true;
      this.#done(this.#firstError, null);
    }
  }
}

/** The resolver's order, with the family of its first address and the other one alternating. */
function takeTurns(addresses: readonly string[]): string[] {
  const first = isIPv6(addresses[0] ?? '');
  const own = addresses.filter((address) => isIPv6(address) === first);
  const other = addresses.filter((address) => isIPv6(address) !== first);
  return own
    .flatMap((address, i) => {
      const partner = other[i];
      return partner === undefined ? [address] : [address, partner];
    })
    .concat(other.slice(own.length));
}
