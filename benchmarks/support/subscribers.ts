import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Clients that follow the policy of one mini program, over a connection each. */
export class Subscribers {
  readonly #sockets: Socket[] = [];
  #onEvent = () => {};

  /** Resolves when each of them was told the version in force. */
  static async open(port: number, path: string, count: number): Promise<Subscribers> {
    const subscribers = new Subscribers();
    const told = subscribers.#events(count);
    for (let opened = 0; opened < count; opened += 1) {
      const socket = connect(port, '127.0.0.1');
      subscribers.#sockets.push(socket);
      socket.setEncoding('latin1').on('data', (text: string) => {
        if (text.includes('event: policy')) subscribers.#onEvent();
      });
      await once(socket, 'connect');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
    }
    await told;
    return subscribers;
  }

  /** Milliseconds until each of them was told of a change, in order. */
  async timesOf(change: () => void): Promise<number[]> {
    const told = this.#events(this.#sockets.length);
    const begun = performance.now();
    change();
    return (await told).map((at) => at - begun);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #events(count: number): Promise<number[]> {
    return new Promise((resolve) => {
      const times: number[] = [];
      this.#onEvent = () => {
        if (times.push(performance.now()) === count) resolve(times);
      };
    });
  }
}
