import {
  type ConnectSocketOptions,
  createNetwork,
  type Failure,
  type Network,
  type NetworkOptions,
  type SocketCloseEvent,
  type SocketOpenEvent,
  type SocketTask,
} from '@minigate/network';
import { onTestFinished } from 'vitest';
import type { SocketServer } from './socket-server.ts';

/** A network that reaches the server by its names, closed when the test has finished. */
export function networkFor(server: SocketServer, options: Partial<NetworkOptions> = {}): Network {
  const network = createNetwork({
    policy: { appId: 'demo', version: 1, serverDomains: ['https://live.example.test'] },
    tls: { ca: server.authority.pem },
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
    ...options,
  });
  onTestFinished(() => network.close());
  return network;
}

/** A program with one socket, which waits for what happens to it. */
export interface SocketClient {
  readonly task: SocketTask;
  readonly opened: Promise<SocketOpenEvent>;
  readonly failed: Promise<Failure>;
  readonly closed: Promise<SocketCloseEvent>;
  /** The callbacks of `connectSocket`. */
  readonly accepted: Promise<{ errMsg: string }>;
  /** All messages so far. */
  readonly messages: (string | ArrayBuffer)[];
  /** Waits until so many messages, counted from the start, have come. */
  received(count: number): Promise<void>;
  /** Resolves with the result that `complete` got. */
  send(data: string | ArrayBuffer): Promise<{ errMsg: string }>;
  close(how?: { code?: number; reason?: string }): Promise<{ errMsg: string }>;
}

/** @example const client = connect(network, { url: 'wss://live.example.test/' }); await client.opened; */
export function connect(network: Network, options: ConnectSocketOptions): SocketClient {
  const messages: (string | ArrayBuffer)[] = [];
  const waiting: (() => void)[] = [];
  const { promise: accepted, resolve: complete } = withResolve<{ errMsg: string }>();
  const task = network.api.connectSocket({ ...options, complete });
  task.onMessage(({ data }) => {
    messages.push(data);
    for (const look of waiting.splice(0)) look();
  });
  return {
    task,
    accepted,
    messages,
    opened: new Promise((resolve) => task.onOpen(resolve)),
    failed: new Promise((resolve) => task.onError(resolve)),
    closed: new Promise((resolve) => task.onClose(resolve)),
    async received(count) {
      while (messages.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    send: (data) => new Promise((resolve) => task.send({ data, complete: resolve })),
    close: (how) => new Promise((resolve) => task.close({ ...how, complete: resolve })),
  };
}

function withResolve<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
