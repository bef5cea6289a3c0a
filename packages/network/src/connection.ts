import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import type {
  ConnectionType,
  GetNetworkTypeOptions,
  GetNetworkTypeSuccess,
  NetworkStatus,
  NetworkType,
} from './platform-api.ts';
import { platformCall } from './platform-call.ts';
import { ProgramListeners } from './program-listeners.ts';
import type { Transport } from './transport/transport.ts';

const connectionTypes: readonly ConnectionType[] = [
  'wifi',
  '2g',
  '3g',
  '4g',
  '5g',
  'ethernet',
  'unknown',
  'none',
];

/**
 * What connects the device, as its host says. Going offline ends every call, and so does a change from one
 * connection to another, where the host profile says so; nothing is dialled on an old connection. Rule 22.
 */
export class Connection {
  readonly #engine: Engine;
  readonly #transport: Transport;
  readonly #statusChange: ProgramListeners<NetworkStatus>;

  constructor(engine: Engine, transport: Transport) {
    this.#engine = engine;
    this.#transport = transport;
    this.#statusChange = new ProgramListeners(engine, 'onNetworkStatusChange');
  }

  /** @throws TypeError if the type is none of the list; the message has the list */
  set(type: ConnectionType): void {
    if (!connectionTypes.includes(type)) {
      throw new TypeError(`"${type}" is no type of connection: choose ${connectionTypes.join(', ')}.`);
    }
    const engine = this.#engine;
    const before = engine.connectionType;
    if (type === before || engine.lifecycle.state === 'closed') return;
    engine.connectionType = type;
    if (type === 'none') {
      engine.failAll(offline());
    } else if (before !== 'none' && engine.profile.connection.change === 'fail') {
      const detail = `The device went from ${before} to ${type}; a call does not outlive its connection.`;
      engine.failAll(new NetworkError('NETWORK_CHANGED', { detail }));
    }
    this.#transport.renew();
    const status = { isConnected: type !== 'none', networkType: this.networkType };
    engine.events.emit('connection', { ...status, type, time: engine.now() });
    this.#statusChange.emit(status);
  }

  /** What programs are told of the present connection. */
  get networkType(): NetworkType {
    const { connectionType } = this.#engine;
    return connectionType === 'ethernet' ? 'unknown' : connectionType;
  }

  readonly api = {
    getNetworkType: <O extends GetNetworkTypeOptions = GetNetworkTypeOptions>(options?: O) =>
      platformCall<O, GetNetworkTypeSuccess>(this.#engine, 'getNetworkType', options, () => ({
        networkType: this.networkType,
        signalStrength: 0,
        hasSystemProxy: false,
        weakNet: false,
        errMsg: 'getNetworkType:ok',
      })),
    onNetworkStatusChange: (listener: (status: NetworkStatus) => void) => this.#statusChange.add(listener),
    offNetworkStatusChange: (listener?: (status: never) => void) => this.#statusChange.remove(listener),
  };
}

/** @throws NetworkError DISCONNECTED where the device has no connection */
export function checkConnection(engine: Engine): void {
  if (engine.connectionType === 'none') throw offline();
}

function offline(): NetworkError {
  return new NetworkError('DISCONNECTED', { detail: 'The host says that this device has no connection.' });
}
