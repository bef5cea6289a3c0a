import { admit } from './admit.ts';
import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import { readCallbacks } from './options.ts';
import type { SocketTask } from './socket-api.ts';
import { buildHandshake } from './sockets/handshake.ts';
import { checkConnectSocket } from './sockets/options.ts';
import { Socket } from './sockets/socket.ts';
import { Task } from './task.ts';

/**
 * `connectSocket`, from what the program wrote to a socket that is being dialled. Rule 18.
 *
 * The stops in order: options, admission, a place among the sockets, the handshake's headers. `success` says that
 * the call was accepted; what becomes of the socket is told to its listeners, which a program adds before it
 * does anything else.
 */
export function connectSocket(engine: Engine, options: unknown): SocketTask {
  const task = new Task(engine, 'connectSocket', readCallbacks(options));
  const socket = new Socket(engine, task);

  task.attempt(() => {
    const call = task.announce((asked) => checkConnectSocket(options, asked));
    const { target, guard } = admit(engine, task, call.url, 0);
    const { size, messageBytes, closeTimeout } = engine.profile.sockets;
    const headers = buildHandshake(call.header, engine.profile);
    if (engine.sockets.take(socket) === 'full') {
      const detail = `The mini program has ${size} sockets already. Close one first.`;
      throw new NetworkError('TOO_MANY_TASKS', { detail });
    }
    task.succeed({ errMsg: 'connectSocket:ok' }, { bodyBytes: 0 });
    const { protocols, perMessageDeflate: deflate, tcpNoDelay: noDelay } = call;
    socket.dial(
      { target, guard, headers, protocols, deflate, noDelay, messageBytes, closeTimeout },
      engine.timeoutFor('connectSocket', call.timeout),
    );
  });

  const id = String(task.id);
  const view: SocketTask = {
    CONNECTING: 0,
    OPEN: 1,
    CLOSING: 2,
    CLOSED: 3,
    get readyState() {
      return socket.readyState;
    },
    socketTaskId: id,
    _id: id,
    errMsg: task.errMsg,
    send: (message) => socket.send(message),
    close: (how) => socket.close(how),
    onOpen: (listener) => socket.onOpened.add(listener),
    offOpen: (listener) => socket.onOpened.remove(listener),
    onMessage: (listener) => socket.onMessaged.add(listener),
    offMessage: (listener) => socket.onMessaged.remove(listener),
    onError: (listener) => socket.onFailed.add(listener),
    offError: (listener) => socket.onFailed.remove(listener),
    onClose: (listener) => socket.onClosed.add(listener),
    offClose: (listener) => socket.onClosed.remove(listener),
  };
  engine.flows.set(view, socket);
  return view;
}
