import type { ErrorRow } from './error-row.ts';

/** What a socket says and is told. Rule 18. */
export const socketErrors = {
  SOCKET_NOT_OPEN: {
    errno: 600004,
    text: 'SocketTask.readyState is not OPEN',
    fault: 'program',
    fix: 'Send after `onOpen` and before `close`; look at `readyState` where that is not certain.',
  },
  MESSAGE_TOO_LARGE: {
    errno: 602300,
    text: 'message exceed max size',
    fault: 'program',
    fix: 'A message is larger than the host profile allows. Send it in parts.',
  },
  SEND_QUEUE_FULL: {
    errno: 600007,
    text: 'too many messages wait to be sent',
    fault: 'program',
    fix: 'The network takes messages more slowly than they are sent. Wait for the callbacks of `send` before you send more.',
  },
  HANDSHAKE_REFUSED: {
    errno: 605103,
    text: 'Invalid HTTP status',
    fault: 'server',
    fix: 'The server did not answer 101 to the WebSocket handshake. Check the path, and what the server wants of the handshake; redirects are not followed.',
  },
  HANDSHAKE_FAILED: {
    errno: 605103,
    text: 'WebSocket connect is fail',
    fault: 'server',
    fix: 'The answer to the WebSocket handshake breaks RFC 6455; the detail says where. A server that is offered sub-protocols has to choose one.',
  },
  INVALID_MESSAGE: {
    errno: 605103,
    text: 'invalid WebSocket frame',
    fault: 'server',
    fix: 'The server sent what breaks RFC 6455, such as text that is not UTF-8; the socket was closed.',
  },
} as const satisfies Record<string, ErrorRow>;
