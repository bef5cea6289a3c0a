import type { Duplex } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';

/** One connection of a fault server. */
export interface FaultConnection {
  /** What the client sends and gets, after TLS where the fault speaks it. */
  stream: Duplex;
  /** Ends the connection with a TCP reset. */
  reset: () => void;
}

/** How a server misbehaves on one connection. */
export interface Fault {
  /** False: the connection stays bare TCP. An object: TLS with these options. Default: good TLS. */
  tls?: false | SecureContextOptions;
  play(connection: FaultConnection): void | Promise<void>;
}

/** No fault: a good answer, so that a script can recover. */
export function answer(body: string, head: string[] = []): Fault {
  return afterRequest(({ stream }) => {
    stream.end(response([`Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', ...head], body));
  });
}

/** Answers with the head of the request, byte for byte as it came. */
export function mirror(): Fault {
  return afterRequest(({ stream }, head) => {
    const seen = head.slice(0, head.indexOf('\r\n\r\n') + 4);
    stream.end(response([`Content-Length: ${seen.length}`, 'Connection: close'], seen), 'latin1');
  });
}

/** Says these bytes when the request has arrived, and ends the connection. */
export function says(text: string): Fault {
  return afterRequest(({ stream }) => void stream.end(text, 'latin1'));
}

/** Resets when the request has arrived, before a byte of the answer. */
export function resetBeforeHeaders(): Fault {
  return afterRequest(({ reset }) => reset());
}

/** Resets in the middle of a header line. */
export function resetInHeaders(): Fault {
  return sendThenReset('HTTP/1.1 200 OK\r\nContent-Type: applicat');
}

/** Resets when the headers and a part of the body are out. */
export function resetAfterHeaders(): Fault {
  return sendThenReset(response(['Content-Length: 100'], 'only the first part'));
}

/** Declares more bytes than it sends, then ends the connection in good order. */
export function truncatedBody(declared = 100, sent = 40): Fault {
  return afterRequest(({ stream }) => {
    stream.end(response([`Content-Length: ${declared}`], 'x'.repeat(sent)));
  });
}

/** Ends the connection in good order without the last chunk. */
export function truncatedChunks(): Fault {
  return afterRequest(({ stream }) => {
    stream.end(response(['Transfer-Encoding: chunked'], '5\r\nhello\r\n'));
  });
}

/** Sends more bytes than it declares. */
export function overlongBody(declared = 5, sent = 40): Fault {
  return afterRequest(({ stream }) => {
    stream.end(response([`Content-Length: ${declared}`], 'x'.repeat(sent)));
  });
}

/** A chunk whose size is not a number. */
export function malformedChunk(): Fault {
  return afterRequest(({ stream }) => {
    stream.end(response(['Transfer-Encoding: chunked'], 'not-a-size\r\nhello\r\n0\r\n\r\n'));
  });
}

/** A first line that is not HTTP. */
export function garbageStatusLine(): Fault {
  return afterRequest(({ stream }) => {
    stream.end('220 smtp.example.test ready\r\n\r\n');
  });
}

/** Header lines as fast as the client takes them, without end. */
export function endlessHeaders(): Fault {
  return afterRequest(({ stream }) => {
    let line = 0;
    stream.write('HTTP/1.1 200 OK\r\n');
    pour(stream, () => `X-Filler-${(line += 1)}: ${'x'.repeat(1000)}\r\n`);
  });
}

/** An answer in chunks whose trailer lines never end. */
export function endlessTrailers(): Fault {
  return afterRequest(({ stream }) => {
    stream.write(response(['Transfer-Encoding: chunked'], '5\r\nhello\r\n0\r\n'));
    pour(stream, () => `X-Filler: ${'x'.repeat(1000)}\r\n`);
  });
}

/** A chunk whose extension never ends. */
export function endlessChunkExtension(): Fault {
  return afterRequest(({ stream }) => {
    stream.write(response(['Transfer-Encoding: chunked'], '5;'));
    pour(stream, () => 'x'.repeat(1000));
  });
}

/** Interim answers without end, as fast as the client takes them. */
export function endlessInterimAnswers(): Fault {
  return afterRequest(({ stream }) => {
    pour(stream, () => 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n');
  });
}

/** A chunked body, as fast as the client takes it, without end. */
export function endlessBody(): Fault {
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  return afterRequest(({ stream }) => {
    stream.write(response(['Transfer-Encoding: chunked'], ''));
    pour(stream, () => chunk);
  });
}

/** Good headers, then one byte of a long body every `everyMs` milliseconds. */
export function slowDrip(everyMs = 20): Fault {
  return afterRequest(({ stream }) => {
    stream.write(response(['Content-Length: 1000000'], ''));
    const drip = setInterval(() => stream.write('x'), everyMs);
    stream.on('close', () => clearInterval(drip));
  });
}

/** Takes connection, TLS and request, and never answers. */
export function silentAccept(): Fault {
  return afterRequest(() => {});
}

/** Takes the TCP connection and never speaks TLS. */
export function silentTls(): Fault {
  return { tls: false, play: ({ stream }) => void stream.resume() };
}

/** Redirects every request to the URL it was for. */
export function redirectLoop(status = 302): Fault {
  return afterRequest(({ stream }, head) => {
    const target = head.split(' ')[1] ?? '/';
    stream.end(response([`Location: ${target}`, 'Content-Length: 0', 'Connection: close'], '', status));
  });
}

/** Speaks no newer TLS than 1.1, and would answer well over it. */
export function tls11Only(): Fault {
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  return { ...answer('over TLS 1.1'), tls: old };
}

function sendThenReset(text: string): Fault {
  return afterRequest(({ stream, reset }) => {
    stream.write(text, () => reset());
  });
}

function afterRequest(play: (connection: FaultConnection, head: string) => void | Promise<void>): Fault {
  return {
    play: async (connection) => {
      const head = await readHead(connection.stream);
      if (head !== undefined) await play(connection, head);
    },
  };
}

/** The request's first line and headers; nothing when the client leaves before they are complete. */
function readHead(stream: Duplex): Promise<string | undefined> {
  let head = '';
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (head.includes('\r\n\r\n')) resolve(head);
    });
    stream.on('close', () => resolve(undefined));
  });
}

function response(head: string[], body: string, status = 200): string {
  return [`HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Found'}`, ...head, '', body].join('\r\n');
}

/** Writes what `next` gives for as long as the client takes it. */
function pour(stream: Duplex, next: () => string): void {
  const push = () => {
    while (!stream.destroyed && stream.write(next())) continue;
  };
  stream.on('drain', push);
  push();
}
