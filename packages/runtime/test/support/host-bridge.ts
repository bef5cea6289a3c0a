import { createNetwork, type NetworkOptions } from '@minigate/network';
import { onTestFinished } from 'vitest';
import { HostPort } from '../../src/bridge/host-port.ts';
import type { ToWorker } from '../../src/bridge/protocol.ts';

/** The host's end of a bridge whose guest is played by the test: what it says, and when it takes deliveries. */
export function hostBridge(options: NetworkOptions) {
  const network = createNetwork(options);
  onTestFinished(() => network.close());
  const faults: string[] = [];
  const heads: string[] = [];
  const bodies: (string | ArrayBuffer | null)[] = [];
  let wake = () => {};
  const port = new HostPort({
    network,
    traceCalls: false,
    backlog: 256 * 1024 * 1024,
    post(message: ToWorker) {
      if (!Array.isArray(message)) return;
      for (let i = 0; i < message.length; i += 2) {
        heads.push(message[i] as string);
        bodies.push(message[i + 1] ?? null);
      }
      wake();
    },
    take: () => {},
    onFault: (reason, message) => faults.push(`${reason}: ${message}`),
    onChange: () => {},
    news: { console: () => {}, error: () => {}, unsupported: () => {}, called: () => {}, store: () => {} },
  });
  // The program's first lines have run.
  port.receive([1, 0]);
  return {
    network,
    port,
    faults,
    /** What was delivered, without bodies. */
    heads,
    bodies,
    /** The guest says this, after it has taken so many deliveries. */
    say: (text: string, bytes: ArrayBuffer | null = null) => port.receive([0, 0, text, bytes]),
    takes: (count: number) => port.receive([count, 0]),
    /** Waits for so many deliveries, counted from the start. */
    async delivered(count: number): Promise<string[]> {
      while (heads.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return heads;
    },
  };
}
