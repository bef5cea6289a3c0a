import type { Api } from '@minigate/policy';
import type { RequestFailure } from './api.ts';

type Fault = 'program' | 'developer' | 'server' | 'network' | 'host';

interface ErrorRow {
  /** The number that a mini program reads; see docs/errors.md. */
  readonly errno: number;
  /** What follows `<api>:fail `, unless the error carries a text of its own. */
  readonly text: string;
  readonly fault: Fault;
  /** What to do about it, for people. */
  readonly fix: string;
}

const chromium = (code: number, name: string): string => `${code}:net::${name}`;

/** Every way in which a call can fail. docs/errors.md is compared with this table by a test. */
export const networkErrors = {
  INVALID_OPTIONS: {
    errno: 1001,
    text: 'parameter error',
    fault: 'program',
    fix: 'Give the option the type that the message names.',
  },
  INVALID_URL: {
    errno: 600009,
    text: 'invalid url',
    fault: 'program',
    fix: 'Write an absolute https URL with a plain host name; the message quotes the URL as it was given.',
  },
  INVALID_DATA: {
    errno: 600010,
    text: 'invalid request data',
    fault: 'program',
    fix: 'Send text, bytes or an object that JSON can hold; lone surrogates and cycles cannot be sent.',
  },
  NOT_IN_DOMAIN_LIST: {
    errno: 600002,
    text: 'url not in domain list',
    fault: 'developer',
    fix: 'Add the server domain in the console, or call one that is configured; the decision names the nearest entry.',
  },
  ADDRESS_REFUSED: {
    errno: 600011,
    text: 'url validate error',
    fault: 'developer',
    fix: 'The name leads to an address that is not globally routable. Point it at a public address, or allow the address range for development.',
  },
  INTERRUPTED: {
    errno: 600003,
    text: 'interrupted',
    fault: 'host',
    fix: 'The program was in the background or was closed. Call again when it is shown.',
  },
  ABORTED: {
    errno: 1,
    text: 'abort',
    fault: 'program',
    fix: 'The program called abort(); nothing is wrong.',
  },
  TIMED_OUT: {
    errno: 5,
    text: 'timeout',
    fault: 'server',
    fix: 'The answer was not complete in time. Raise `timeout` or `networkTimeout`, or make the server faster.',
  },
  TOO_MANY_TASKS: {
    errno: 600007,
    text: 'exceed max task count',
    fault: 'program',
    fix: 'Too many calls are running and waiting. Start new ones when others have ended.',
  },
  TOO_MANY_REDIRECTS: {
    errno: 600008,
    text: 'network reach the max redirect count',
    fault: 'server',
    fix: 'The server redirects in a loop or too often. Call the final address.',
  },
  RESPONSE_TOO_LARGE: {
    errno: 602300,
    text: 'convert native buffer parameter fail. native buffer exceed size limit',
    fault: 'server',
    fix: 'The decoded answer is larger than the host profile allows. Use downloadFile, or ask the server for less.',
  },
  FILE_TOO_LARGE: {
    errno: 603301,
    text: 'exceed max file size',
    fault: 'server',
    fix: 'The decoded file is larger than the host profile allows.',
  },
  FILE_NOT_FOUND: {
    errno: 1300002,
    text: 'file not found',
    fault: 'program',
    fix: 'There is no file at that path. Name one that was downloaded or saved before.',
  },
  FILE_CHANGED: {
    errno: 600010,
    text: 'file changed while it was sent',
    fault: 'program',
    fix: 'Write the file to its end before it is uploaded, and leave it alone until the call has ended.',
  },
  FILE_NOT_READ: {
    errno: 600006,
    text: 'upload read file error',
    fault: 'host',
    fix: 'The file could not be read: the disk may be failing, or too many files are open.',
  },
  FILE_NOT_PERMITTED: {
    errno: 603303,
    text: 'permission denied can not open file filepath',
    fault: 'program',
    fix: 'Name a file inside the temp or user folder of the program.',
  },
  FILE_NOT_SAVED: {
    errno: 603300,
    text: 'download save file error',
    fault: 'host',
    fix: 'The file could not be written: the disk may be full, or the folder gone.',
  },
  NOT_SUPPORTED: {
    errno: 100,
    text: 'not supported',
    fault: 'host',
    fix: 'Minigate does not have this call of the platform.',
  },
  DISCOVERY_TYPE_INVALID: {
    errno: 1001,
    text: 'invalid param',
    fault: 'program',
    fix: 'Give `serviceType` a service type such as `_http._tcp.`.',
  },
  DISCOVERY_RUNNING: {
    errno: 600004,
    text: 'scan task already exist',
    fault: 'program',
    fix: 'One search runs already. Stop it, or wait for onLocalServiceDiscoveryStop.',
  },
  DISCOVERY_NOT_RUNNING: {
    errno: 600004,
    text: 'task not found',
    fault: 'program',
    fix: 'No search is running; it may have stopped by itself.',
  },
  DISCOVERY_FAILED: {
    errno: 606101,
    text: 'mdns resolve system error',
    fault: 'host',
    fix: 'The system does not let multicast DNS be used: there may be no local network, or the port is taken.',
  },
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
  TLS_MISMATCH: {
    errno: 600001,
    text: chromium(-113, 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'),
    fault: 'server',
    fix: 'The server must speak TLS 1.2 or later.',
  },
  TLS_FAILED: {
    errno: 600001,
    text: chromium(-107, 'ERR_SSL_PROTOCOL_ERROR'),
    fault: 'server',
    fix: 'The port does not speak TLS, or breaks its rules.',
  },
  CERTIFICATE_NAME_INVALID: {
    errno: 600001,
    text: chromium(-200, 'ERR_CERT_COMMON_NAME_INVALID'),
    fault: 'server',
    fix: 'The certificate is for other host names. Get one that names this host.',
  },
  CERTIFICATE_DATE_INVALID: {
    errno: 600001,
    text: chromium(-201, 'ERR_CERT_DATE_INVALID'),
    fault: 'server',
    fix: 'The certificate is expired or not valid yet.',
  },
  CERTIFICATE_AUTHORITY_INVALID: {
    errno: 600001,
    text: chromium(-202, 'ERR_CERT_AUTHORITY_INVALID'),
    fault: 'server',
    fix: 'The certificate is self-signed, from an unknown authority, or the server leaves out an intermediate.',
  },
  CERTIFICATE_INVALID: {
    errno: 600001,
    text: chromium(-207, 'ERR_CERT_INVALID'),
    fault: 'server',
    fix: 'The certificate cannot be used.',
  },
  EMPTY_RESPONSE: {
    errno: 600001,
    text: chromium(-324, 'ERR_EMPTY_RESPONSE'),
    fault: 'server',
    fix: 'The server closed the connection without an answer.',
  },
  INVALID_RESPONSE: {
    errno: 600001,
    text: chromium(-320, 'ERR_INVALID_RESPONSE'),
    fault: 'server',
    fix: 'The answer is not HTTP.',
  },
  RESPONSE_HEADERS_TOO_LARGE: {
    errno: 600001,
    text: chromium(-325, 'ERR_RESPONSE_HEADERS_TOO_BIG'),
    fault: 'server',
    fix: 'The answer has more header bytes than the host profile allows.',
  },
  CONTENT_LENGTH_MISMATCH: {
    errno: 600001,
    text: chromium(-354, 'ERR_CONTENT_LENGTH_MISMATCH'),
    fault: 'server',
    fix: 'The body is shorter or longer than its Content-Length.',
  },
  HTTP2_FAILED: {
    errno: 600001,
    text: chromium(-337, 'ERR_HTTP2_PROTOCOL_ERROR'),
    fault: 'server',
    fix: 'The server refused or broke off the HTTP/2 stream. Call without `enableHttp2`, or look at its log.',
  },
  CONTENT_DECODING_FAILED: {
    errno: 600001,
    text: chromium(-330, 'ERR_CONTENT_DECODING_FAILED'),
    fault: 'server',
    fix: 'The body is not what its Content-Encoding says.',
  },
  INTERNAL: {
    errno: 600000,
    text: 'unknown network error',
    fault: 'host',
    fix: 'This is a fault of Minigate. Please report it with the detail that the event carries.',
  },
} as const satisfies Record<string, ErrorRow>;

export type NetworkErrorCode = keyof typeof networkErrors;

interface ErrorDetail {
  /** Replaces the table's text in `errMsg`; it is shown to the program. */
  text?: string;
  /** What exactly happened, for people and the inspector; never shown to the program. */
  detail?: string;
  cause?: unknown;
}

/**
 * Why a call failed. The code is one of a closed table; nothing else crosses the border to a mini program.
 *
 * @example
 * const error = new NetworkError('TIMED_OUT', { detail: 'no answer within 60000 ms' });
 * toFailure('request', error); // { errMsg: 'request:fail timeout', errno: 5, … }
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;
  readonly errno: number;
  /** What follows `<api>:fail `. */
  readonly text: string;
  readonly detail: string | undefined;

  constructor(code: NetworkErrorCode, { text, detail, cause }: ErrorDetail = {}) {
    const row = networkErrors[code];
    super(detail ?? text ?? row.text, cause === undefined ? undefined : { cause });
    this.code = code;
    this.errno = row.errno;
    this.text = text ?? row.text;
    this.detail = detail;
  }

  get fix(): string {
    return networkErrors[this.code].fix;
  }
}

/** What a program does with a socket that it has; named in `errMsg` like a call of its own. Rule 18. */
export type SocketVerb = 'sendSocketMessage' | 'closeSocket';

/** A call that is no transfer. Rules 21 and 22. */
export type PlatformCall = 'getNetworkType' | 'startLocalServiceDiscovery' | 'stopLocalServiceDiscovery';

/** What a mini program is told of a failure; `errMsg` is composed here and nowhere else. */
export function toFailure(api: Api | SocketVerb | PlatformCall, error: NetworkError): RequestFailure {
  return {
    errMsg: `${api}:fail ${error.text}`,
    errno: error.errno,
    exception: { retryCount: 0, reasons: [] },
    useHttpDNS: false,
  };
}
