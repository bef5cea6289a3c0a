import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ConsoleLog } from './console-log.ts';
import type { Feed } from './feed.ts';
import { FeedPage } from './feed-page.ts';
import type { Gate } from './gate.ts';
import { simulatorLimits } from './limits.ts';
import { feedPath, tooManyPages } from './protocol.ts';
import { SimulatorError } from './simulator-error.ts';

/** The pages that watch, each over a WebSocket. They say nothing over it. */
export class FeedSocket {
  readonly #gate: Gate;
  readonly #feed: Feed;
  readonly #lines: ConsoleLog;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false });
  readonly #pages = new Set<FeedPage>();
  readonly #id = randomUUID();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unwatch: () => void;

  constructor(gate: Gate, feed: Feed, lines: ConsoleLog) {
    this.#gate = gate;
    this.#feed = feed;
    this.#lines = lines;
    this.#unwatch = feed.watch(() => {
      for (const page of this.#pages) page.pump();
    });
    this.#heartbeat = setInterval(() => {
      for (const page of this.#pages) page.askWhetherThere();
    }, simulatorLimits.heartbeat);
  }

  /** Takes a page in, or says why not. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    try {
      this.#check(request);
    } catch (error) {
      if (!(error instanceof SimulatorError)) throw error;
      refuse(socket, error);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      // What is too large, or no frame at all, comes from no page of ours.
      webSocket.on('error', () => webSocket.terminate());
      if (this.#pages.size >= simulatorLimits.pages) {
        webSocket.close(tooManyPages, `${simulatorLimits.pages} pages are open already. Close one of them.`);
        return;
      }
      const resumed = this.#resumed(request);
      const page = new FeedPage(webSocket, this.#feed, {
        simulator: this.#id,
        resumed,
        firstLine: this.#lines.firstLine,
      });
      this.#pages.add(page);
      webSocket.on('close', () => this.#pages.delete(page));
    });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#unwatch();
    for (const page of this.#pages) page.close();
    this.#server.close();
  }

  #check(request: IncomingMessage): void {
    this.#gate.checkHost(request);
    this.#gate.checkSender(request, true);
    const [path] = (request.url ?? '').split('?');
    if (path !== feedPath) throw new SimulatorError(404, 'There is nothing at this address.');
    this.#gate.checkSession(request);
  }

  /** The number of the last batch that the page has, if it can go on from there. */
  #resumed({ url = '' }: IncomingMessage): number | undefined {
    const query = new URLSearchParams(url.split('?')[1]);
    const after = query.get('after') ?? '';
    if (query.get('simulator') !== this.#id || !/^\d{1,15}$/.test(after)) return undefined;
    return this.#feed.canResume(Number(after)) ? Number(after) : undefined;
  }
}

function refuse(socket: Duplex, { status, message }: SimulatorError): void {
  const body = JSON.stringify({ error: { message } });
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
