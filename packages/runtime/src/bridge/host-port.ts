import type {
  DownloadFileOptions,
  DownloadFileSuccess,
  DownloadTask,
  Failure,
  Network,
  RequestOptions,
  RequestSuccess,
  RequestTask,
} from '@minigate/network';
import { realPath, tempPathShown } from '../guest-paths.ts';
import { DiscoveryPort } from './discovery-port.ts';
import { readGuestMessage } from './guest-message.ts';
import { withOddValues } from './odd-values.ts';
import { Outbox } from './outbox.ts';
import {
  type Batch,
  bridgeLimits,
  type CallApi,
  type ConsoleLevel,
  type HostMessage,
  type Json,
  type Odd,
  profileFields,
  type ToWorker,
} from './protocol.ts';

/** What the program said that is not a call. */
export interface GuestNews {
  /** A promise keeps the program waiting once it has more to say. */
  console(level: ConsoleLevel, texts: readonly string[], stack: string): void | Promise<void>;
  error(message: string, stack: string, where: string): void;
  unsupported(name: string): void;
  /** A promise keeps the program waiting once it has more to say. */
  store(key: string, json: string | null): void | Promise<void>;
}

interface HostPortOptions {
  readonly network: Network;
  readonly news: GuestNews;
  /** Bytes of answers that may wait for the program. */
  readonly backlog: number;
  readonly post: (message: ToWorker) => void;
  /** So much of the worker's traffic has been taken in. */
  readonly take: (cost: number) => void;
  /** The program broke the protocol, or does not take its answers. */
  readonly onFault: (reason: 'crash' | 'memory', message: string) => void;
  /** There may be nothing left to wait for. */
  readonly onChange: () => void;
}

/**
 * The host's end of the bridge: messages of the guest become calls to the network and news for the host; the
 * network's answers become deliveries.
 */
export class HostPort {
  readonly #options: HostPortOptions;
  readonly #outbox: Outbox;
  readonly #discovery: DiscoveryPort;
  readonly #tasks = new Map<number, RequestTask | DownloadTask>();
  /** Until the program's first lines have run. */
  #starting = true;
  #oneShots = 0;
  #closed = false;

  constructor(options: HostPortOptions) {
    this.#options = options;
    this.#outbox = new Outbox((pairs) => options.post(pairs));
    this.#discovery = new DiscoveryPort(options.network.api, (message) => {
      this.deliver(message);
      options.onChange();
    });
  }

  /** Calls that have no ending yet. */
  get openCalls(): number {
    return this.#tasks.size;
  }

  /** Whether the program has anything to do: what was delivered, its one-shot timers, and a search. */
  get busy(): boolean {
    return this.#starting || this.#oneShots > 0 || !this.#outbox.empty || this.#discovery.busy;
  }

  start(): void {
    this.#options.post('start');
  }

  deliver(message: HostMessage, body?: string | ArrayBuffer): void {
    if (this.#closed) return;
    this.#outbox.add(message, body);
    if (this.#outbox.held > this.#options.backlog) {
      const { backlog } = this.#options;
      this.#options.onFault('memory', `The program left more than ${backlog} bytes of answers untaken.`);
    }
  }

  /** From now on nothing reaches the program, and nothing of it is heard. */
  close(): void {
    this.#closed = true;
    this.#tasks.clear();
  }

  receive(batch: Batch): void {
    const [delivered, oneShots] = batch;
    for (let i = 2; i < batch.length && !this.#closed; i += 2) {
      this.#take(batch[i], batch[i + 1]);
    }
    if (this.#closed) return;
    this.#oneShots = oneShots;
    this.#acknowledge(delivered);
    this.#options.onChange();
  }

  #acknowledge(delivered: number): void {
    if (this.#starting && delivered > 0) {
      this.#starting = false;
      this.#outbox.acknowledge(delivered - 1);
    } else if (delivered > 0) {
      this.#outbox.acknowledge(delivered);
    }
  }

  #take(text: unknown, attached: unknown): void {
    const bytes = attached instanceof ArrayBuffer ? attached : undefined;
    const message = typeof text === 'string' ? readGuestMessage(text) : undefined;
    if (typeof text !== 'string' || message === undefined) {
      this.#broken();
      return;
    }
    const cost = bridgeLimits.messageCost + text.length + (bytes?.byteLength ?? 0);
    const { news } = this.#options;
    let pause: void | Promise<void> = undefined;
    switch (message[0]) {
      case 'call':
        this.#call(message[1], message[2], message[3], message[4], bytes);
        break;
      case 'abort':
        this.#tasks.get(message[1])?.abort();
        break;
      case 'listen':
        this.#listen(message[1], message[2]);
        break;
      case 'console':
        pause = news.console(message[1], message[2], message[3]);
        break;
      case 'error':
        news.error(message[1], message[2], message[3]);
        break;
      case 'unsupported':
        news.unsupported(message[1]);
        break;
      case 'store':
        pause = news.store(message[1], message[2]);
        break;
      case 'discovery':
        this.#discovery.call(message[1], message[2], message[3]);
        break;
    }
    if (pause === undefined) this.#options.take(cost);
    else void pause.finally(() => this.#options.take(cost));
  }

  #call(id: number, api: CallApi, options: Json, odd: readonly Odd[], bytes: ArrayBuffer | undefined): void {
    if (this.#tasks.has(id)) {
      this.#broken();
      return;
    }
    const given = withOddValues(options, odd, bytes);
    const task = api === 'request' ? this.#request(id, given) : this.#downloadFile(id, given);
    this.#tasks.set(id, task);
    // Options that are no object have no callbacks, neither there nor here.
    if (typeof given !== 'object' || given === null) this.#fail(id, { errMsg: '', errno: 0 });
  }

  #broken(): void {
    this.#options.onFault('crash', 'The program broke the protocol of the bridge.');
  }

  #request(id: number, given: unknown): RequestTask {
    let parse = false;
    const success = (result: RequestSuccess) => {
      const { data } = result;
      if (data instanceof ArrayBuffer)
        this.#end(id, ['success', id, 'bytes', false, ...answer(result)], data);
      else this.#endWithText(id, String(data), parse, result);
    };
    const fail = (failure: Failure) => this.#fail(id, failure);
    if (!isObject(given)) return this.#options.network.api.request(given as RequestOptions);
    const { dataType } = given;
    // The text is parsed where it is used, in the sandbox.
    parse = dataType === undefined || dataType === null || dataType === 'json';
    const options = Object.assign(given, parse ? { dataType: 'text' } : undefined, { success, fail });
    return this.#options.network.api.request(options as unknown as RequestOptions);
  }

  #downloadFile(id: number, given: unknown): DownloadTask {
    const { network } = this.#options;
    const fail = (failure: Failure) => this.#fail(id, failure);
    if (!isObject(given)) return network.api.downloadFile(given as DownloadFileOptions);
    const { filePath } = given;
    const named = typeof filePath === 'string' && filePath !== '';
    const success = (result: DownloadFileSuccess) => {
      const shown = named ? '' : tempPathShown(result.tempFilePath, network);
      this.#end(id, ['saved', id, shown, named ? filePath : '', ...answer(result)]);
    };
    const place = named ? { filePath: realPath(filePath, network) ?? nowhere } : undefined;
    const options = Object.assign(given, place, { success, fail });
    return network.api.downloadFile(options as unknown as DownloadFileOptions);
  }

  #listen(id: number, event: 'headers' | 'progress'): void {
    const task = this.#tasks.get(id);
    if (event === 'headers') {
      task?.onHeadersReceived((headers) => this.deliver(['headers', id, json(headers)]));
    } else if (task !== undefined && 'onProgressUpdate' in task) {
      task.onProgressUpdate((progress) => this.deliver(['progress', id, json(progress)]));
    }
  }

  /** A C string ends at U+0000, so a text with one crosses as JSON. */
  #endWithText(id: number, text: string, parse: boolean, result: RequestSuccess): void {
    const plain = !text.includes('\0');
    const body = plain ? text : JSON.stringify(text);
    this.#end(id, ['success', id, plain ? 'text' : 'text-in-json', parse, ...answer(result)], body);
  }

  #fail(id: number, failure: Failure): void {
    this.#end(id, ['failure', id, json(failure)]);
  }

  #end(id: number, message: HostMessage, body?: string | ArrayBuffer): void {
    if (!this.#tasks.delete(id)) return;
    this.deliver(message, body);
  }
}

/** A path that no folder of a program holds. */
const nowhere = '/';

type Answered = RequestSuccess | DownloadFileSuccess;
type AnswerParts = [number, Json, Json, Json, Json];

function answer(result: Answered): AnswerParts {
  const { statusCode, header, cookies, profile, exception, useHttpDNS, errMsg } = result;
  const values = profileFields.map((field) => profile[field]);
  return [statusCode, header, cookies, values, json({ exception, useHttpDNS, errMsg })];
}

/** What the network gives out is plain data. */
function json(value: object): Json {
  return value as unknown as Json;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
