import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import { type Authority, type Certificate, createAuthority } from './authority.ts';
import type { Fault } from './fault.ts';
import { type Listener, listen } from './listener.ts';

export interface FaultServerOptions {
  /** DNS names of the certificate; default `api.example.test`. */
  names?: string[];
  authority?: Authority;
  certificate?: Certificate;
}

export interface FaultServer extends Listener {
  authority: Authority;
  /** `https://name:port`; without a name, that of the first. */
  origin(name?: string): string;
  /** Every name with `address:port`, as the `resolve` option of a network wants it. */
  resolve: Record<string, string>;
}

/**
 * A TLS server that misbehaves: each connection plays one fault, in the order given; the last one is repeated.
 *
 * @example
 * const server = await startFaultServer([resetInHeaders(), answer('{}')]);
 * onTestFinished(() => server.close());
 */
export function startFaultServer(
  faults: Fault | Fault[],
  options: FaultServerOptions = {},
): Promise<FaultServer> {
  return start('https', faults, options);
}

/** The same without TLS. */
export function startPlainFaultServer(
  faults: Fault | Fault[],
  options: FaultServerOptions = {},
): Promise<FaultServer> {
  return start('http', faults, options);
}

async function start(
  scheme: 'http' | 'https',
  faults: Fault | Fault[],
  options: FaultServerOptions,
): Promise<FaultServer> {
  const names = options.names ?? ['api.example.test'];
  const authority = options.authority ?? (await createAuthority());
  const certificate = options.certificate ?? (await authority.issue({ names }));
  const script = [faults].flat();
  const broken: unknown[] = [];
  const server = createServer((socket) => {
    const fault = script.length > 1 ? script.shift() : script[0];
    if (!fault) throw new Error('A fault server needs at least one fault.');
    const speaksTls = scheme === 'https' && fault.tls !== false;
    const stream = speaksTls ? wrap(socket, { ...certificate, ...fault.tls }) : socket;
    const play = async () => fault.play({ stream, reset: () => socket.resetAndDestroy() });
    play().catch((error: unknown) => broken.push(error));
  });
  const listener = await listen(server, '127.0.0.1');
  return {
    ...listener,
    authority,
    origin: (name = names[0] ?? '127.0.0.1') => `${scheme}://${name}:${listener.port}`,
    resolve: Object.fromEntries(names.map((name) => [name, `127.0.0.1:${listener.port}`])),
    async close() {
      await listener.close();
      if (broken.length > 0) throw new AggregateError(broken, 'A fault could not be played.');
    },
  };
}

function wrap(socket: Socket, context: SecureContextOptions): Duplex {
  const stream = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(context) });
  stream.on('error', () => socket.destroy());
  socket.on('close', () => stream.destroy());
  return stream;
}
