import type { CloseOptions, ConnectSocketOptions, Network, SendOptions, SocketTask } from '@minigate/network';

/** What happened to one socket of a program, in order: callbacks of its calls, and events. */
export interface SocketLog {
  readonly task: SocketTask;
  readonly log: { name: string; result: unknown }[];
  names(): string[];
  /** The results of one name. */
  of(name: string): unknown[];
  send(data: unknown): void;
  close(options?: CloseOptions): void;
}

/** Makes a socket and keeps all that its program is told. */
export function socketLogged(network: Network, options: unknown): SocketLog {
  const log: SocketLog['log'] = [];
  const note = (name: string) => (result: unknown) => void log.push({ name, result });
  const callbacks = (prefix: string) => ({
    success: note(`${prefix} success`),
    fail: note(`${prefix} fail`),
    complete: note(`${prefix} complete`),
  });
  const given = typeof options === 'object' && options !== null ? options : {};
  const task = network.api.connectSocket({ ...given, ...callbacks('connect') } as ConnectSocketOptions);
  task.onOpen(note('open'));
  task.onMessage(note('message'));
  task.onError(note('error'));
  task.onClose(note('close'));
  return {
    task,
    log,
    names: () => log.map(({ name }) => name),
    of: (wanted) => log.filter(({ name }) => name === wanted).map(({ result }) => result),
    send: (data) => task.send({ data, ...callbacks('send') } as SendOptions),
    close: (how = {}) => task.close({ ...how, ...callbacks('closing') }),
  };
}
