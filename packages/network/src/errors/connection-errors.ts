import { chromium, type ErrorRow } from './error-row.ts';

/** There is no connection, or it broke. Rules 22 and 23. */
export const connectionErrors = {
  CONNECTION_CLOSED: {
    errno: 600001,
    text: chromium(-100, 'ERR_CONNECTION_CLOSED'),
    fault: 'server',
    fix: 'The server closed the connection before its answer was complete.',
  },
  CONNECTION_RESET: {
    errno: 600001,
    text: chromium(-101, 'ERR_CONNECTION_RESET'),
    fault: 'server',
    fix: 'The server or something on the way reset the connection.',
  },
  CONNECTION_REFUSED: {
    errno: 600001,
    text: chromium(-102, 'ERR_CONNECTION_REFUSED'),
    fault: 'server',
    fix: 'Nothing listens on that port. Check the address and that the server runs.',
  },
  CONNECTION_ABORTED: {
    errno: 600001,
    text: chromium(-103, 'ERR_CONNECTION_ABORTED'),
    fault: 'network',
    fix: 'The connection was broken off by this machine.',
  },
  DISCONNECTED: {
    errno: 600001,
    text: chromium(-106, 'ERR_INTERNET_DISCONNECTED'),
    fault: 'network',
    fix: 'The device has no connection. Watch onNetworkStatusChange, and call again when there is one.',
  },
  NETWORK_CHANGED: {
    errno: 600001,
    text: '10011:network change, cancel all task',
    fault: 'network',
    fix: 'The device went from one connection to another, which ends every call. Call again.',
  },
  PROXY_FAILED: {
    errno: 600001,
    text: chromium(-130, 'ERR_PROXY_CONNECTION_FAILED'),
    fault: 'network',
    fix: 'The proxy of this host does not answer. Check its address and that it runs.',
  },
  TUNNEL_FAILED: {
    errno: 600001,
    text: chromium(-111, 'ERR_TUNNEL_CONNECTION_FAILED'),
    fault: 'network',
    fix: 'The proxy of this host refused to connect to the server. The detail has its answer; 407 asks for a user and a password.',
  },
  NAME_NOT_RESOLVED: {
    errno: 600001,
    text: chromium(-105, 'ERR_NAME_NOT_RESOLVED'),
    fault: 'developer',
    fix: 'The host name has no address. Check its spelling and its DNS records.',
  },
  ADDRESS_UNREACHABLE: {
    errno: 600001,
    text: chromium(-109, 'ERR_ADDRESS_UNREACHABLE'),
    fault: 'network',
    fix: 'There is no route to the address. Check the network of this machine.',
  },
  CONNECTION_TIMED_OUT: {
    errno: 600001,
    text: chromium(-118, 'ERR_CONNECTION_TIMED_OUT'),
    fault: 'server',
    fix: 'The server does not accept the connection. Check its firewall.',
  },
} as const satisfies Record<string, ErrorRow>;
