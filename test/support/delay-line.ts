import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listen } from './listener.ts';

/** The way to a server, as long as the test wants it to be. */
export interface DelayLine {
  /** The server's names, with this way to them. */
  readonly resolve: Record<string, string>;
  /** Milliseconds that every byte takes from now on, there and back alike. */
  delay: number;
  /** Whether everything gets lost from now on, and no connection ends. */
  swallows: boolean;
}

interface Reachable {
  readonly port: number;
  readonly resolve: Readonly<Record<string, string>>;
}

/** A way to a server that takes time; it ends with the test. */
export async function delayLine(server: Reachable, delay: number): Promise<DelayLine> {
  const relay = createServer((client) => {
    const upstream = connect(server.port, '127.0.0.1');
    pass(client, upstream);
    pass(upstream, client);
  });
  const listener = await listen(relay, '127.0.0.1');
  onTestFinished(() => listener.close());
  const names = Object.keys(server.resolve);
  const line: DelayLine = {
    resolve: Object.fromEntries(names.map((name) => [name, `127.0.0.1:${listener.port}`])),
    delay,
    swallows: false,
  };

  function pass(from: Socket, to: Socket): void {
    let free = 0;
    const later = (deliver: () => void) => {
      if (line.swallows) return;
      // What was sent first arrives first, also where the way has become shorter.
      free = Math.max(free, performance.now() + line.delay);
      setTimeout(deliver, free - performance.now());
    };
    from.on('data', (chunk) => later(() => void (to.destroyed || to.write(chunk))));
    from.on('end', () => later(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }

  return line;
}
