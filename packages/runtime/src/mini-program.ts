import {
  createNetwork,
  isPolicyFeed,
  type Network,
  networkErrors,
  type NetworkOptions,
} from '@minigate/network';
import { type HostProfile, profiles } from '@minigate/policy';
import { HostPort } from './bridge/host-port.ts';
import type { GuestConfig } from './bridge/protocol.ts';
import { userDataPath } from './guest-paths.ts';
import { tellHost } from './host-console.ts';
import {
  type ConsoleMessage,
  ProgramEmitter,
  type ProgramEvents,
  type ProgramExit,
} from './program-events.ts';
import { consoleMessage } from './console-message.ts';
import { programFromSource, readProgram } from './program-files.ts';
import { programPlace, programStack } from './program-stack.ts';
import {
  type CheckedLimits,
  checkedLimits,
  checkProgramOptions,
  type SandboxLimits,
} from './program-options.ts';
import { Sandbox } from './sandbox/sandbox.ts';
import { StorageFile } from './storage-file.ts';

interface RuntimeOptions extends SandboxLimits {
  /** Tell by the event `call` where in the program each network call was made; it costs a little time. */
  readonly traceCalls?: boolean;
  /** Give `ConsoleMessage.values`, for a console whose objects unfold; it costs a little time. */
  readonly consoleValues?: boolean;
  /**
   * Called with the program's network as soon as there is one: its first probes, and what the device says of its
   * connection, are missed by whoever comes later.
   */
  readonly onNetwork?: (network: Network) => void;
  /** A folder that keeps the program's storage from run to run; without one it is kept in memory. */
  readonly storageDirectory?: string;
  /** Called for every line of the program's console. A promise makes the program wait before it says more. */
  readonly onConsole?: (message: ConsoleMessage) => void | Promise<void>;
}

/** What to run: a mini program's folder, or one script as text. */
type ProgramSource =
  | { readonly directory: string; readonly source?: undefined }
  | { readonly source: string; readonly directory?: undefined };

export type MiniProgramOptions = ProgramSource & RuntimeOptions & NetworkOptions;

/** One running mini program. */
export interface MiniProgram {
  /** Its network: what it may reach, what it did, and its place in life. */
  readonly network: Network;
  /** The program left the screen. It hears of it, and after the host profile's grace it stands still. Rule 11. */
  enterBackground(): void;
  /** The program is on the screen again: what came about meanwhile reaches it in order, then `onShow`. */
  enterForeground(): void;
  /** Watches; the answer stops watching. */
  on<K extends keyof ProgramEvents>(event: K, listener: (event: ProgramEvents[K]) => void): () => void;
  /**
   * Resolves when nothing will happen by itself any more: no call, no delivery and no one-shot timer is
   * pending (intervals do not count), the program stands still in the background, or it has ended.
   */
  idle(): Promise<void>;
  /** Ends the program. Its calls settle with `interrupted`, and it hears of nothing. Rule 14. */
  close(): Promise<void>;
}

/**
 * A mini program in a sandbox of its own, with a network of its own.
 *
 * The program's first line runs on the next turn of the event loop after this has resolved: whoever begins to
 * watch the program or its network at once misses nothing.
 *
 * @throws ProgramError if there is no mini program in the folder, or it cannot be read
 * @throws TypeError if the policy document or another option is malformed; the message says what to mend
 *
 * @example
 * const program = await createMiniProgram({
 *   source: "wx.request({ url: 'https://api.example.com/hello', success: (res) => console.log(res.data) });",
 *   policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.com'] },
 *   onConsole: ({ level, args }) => console.log(level, ...args),
 * });
 * await program.idle();
 * await program.close();
 */
export async function createMiniProgram(options: MiniProgramOptions): Promise<MiniProgram> {
  checkProgramOptions(options);
  const limits = checkedLimits(options);
  const { directory, source = '', storageDirectory } = options;
  const program = directory === undefined ? programFromSource(source) : await readProgram(directory);
  const { policy } = options;
  if (isPolicyFeed(policy)) await policy.ready;
  const network = createNetwork({
    ...options,
    networkTimeout: { ...program.networkTimeout, ...options.networkTimeout },
  });
  try {
    options.onNetwork?.(network);
    const storage = storageDirectory === undefined ? undefined : await StorageFile.open(storageDirectory);
    const config: GuestConfig = {
      ...(program.main === undefined ? undefined : { main: program.main }),
      ...(program.page === undefined ? undefined : { page: program.page }),
      appId: policy.appId,
      version: String(network.policy?.version ?? 0),
      userDataPath,
      storage: storage?.items ?? {},
      keepsStorage: storage !== undefined,
      ...(options.traceCalls === true && { traceCalls: true }),
      ...(options.consoleValues === true && { consoleValues: true }),
      sendQueue: { bytes: profileOf(options, network).sockets.queuedBytes, full: sendQueueFull },
    };
    return await RunningProgram.start({ options, limits, network, storage, config, files: program.files });
  } catch (error) {
    await network.close();
    throw error;
  }
}

function profileOf({ profile }: MiniProgramOptions, { policy }: Network): HostProfile {
  return profile ?? profiles[policy?.profile ?? 'binance'];
}

/** What the network tells of a message that has no place; most of those never leave the program. */
const sendQueueFull = {
  errMsg: `sendSocketMessage:fail ${networkErrors.SEND_QUEUE_FULL.text}`,
  errno: networkErrors.SEND_QUEUE_FULL.errno,
  exception: { retryCount: 0, reasons: [] },
  useHttpDNS: false,
};

interface Parts {
  readonly options: MiniProgramOptions;
  readonly limits: CheckedLimits;
  readonly network: Network;
  readonly storage: StorageFile | undefined;
  readonly config: GuestConfig;
  readonly files: ReadonlyMap<string, string>;
}

class RunningProgram implements MiniProgram {
  readonly network: Network;
  readonly #storage: StorageFile | undefined;
  readonly #emitter = new ProgramEmitter();
  readonly #port: HostPort;
  readonly #sandbox: Sandbox;
  readonly #freezes: boolean;
  readonly #onIdle = new Set<() => void>();
  #begun = false;
  #frozen = false;
  #ended: Promise<void> | undefined;

  static async start(parts: Parts): Promise<MiniProgram> {
    const { limits, config, files, options } = parts;
    const { clockOffset = 0 } = options;
    const program = new RunningProgram(parts, await Sandbox.start({ ...limits, config, files, clockOffset }));
    setImmediate(() => program.#begin());
    return program;
  }

  private constructor({ options, limits, network, storage }: Parts, sandbox: Sandbox) {
    this.network = network;
    this.#storage = storage;
    this.#sandbox = sandbox;
    this.#freezes = profileOf(options, network).background.freezeProgram;
    this.#port = new HostPort({
      network,
      traceCalls: options.traceCalls === true,
      backlog: 2 * limits.memoryLimit,
      post: (message) => sandbox.post(message),
      take: (cost) => sandbox.take(cost),
      onFault: (reason, message) => sandbox.fail(reason, message),
      onChange: () => this.#tellIdle(),
      news: {
        console: (level, args, stack, detail) => {
          const message = consoleMessage(level, args, stack, detail);
          this.#emitter.emit('console', message);
          return guarded(() => options.onConsole?.(message));
        },
        error: (message, stack, where) => {
          const source = programPlace(stack);
          const own = programStack(stack);
          this.#emitter.emit('error', {
            message,
            stack: own,
            where,
            ...(source !== undefined && { source }),
          });
        },
        called: (id, stack) => {
          const source = programPlace(stack);
          if (source !== undefined) this.#emitter.emit('call', { id, source });
        },
        unsupported: (name) => this.#emitter.emit('unsupported', { name }),
        store: (key, json) => storage?.set(key, json),
      },
    });
    sandbox.listen({
      onBatch: (batch) => this.#port.receive(batch),
      onFatal: (reason, message) => void this.#end({ reason, message }),
    });
    network.on('lifecycle', ({ state }) => this.#onLifecycle(state));
    network.on('connection', ({ networkType }) => this.#onConnection(networkType));
  }

  enterBackground(): void {
    this.network.enterBackground();
  }

  enterForeground(): void {
    this.network.enterForeground();
  }

  on<K extends keyof ProgramEvents>(event: K, listener: (event: ProgramEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle.add(resolve);
      this.#tellIdle();
    });
  }

  close(): Promise<void> {
    return this.#end({ reason: 'closed', message: 'The program was closed.' });
  }

  #begin(): void {
    if (this.#ended !== undefined) return;
    this.#begun = true;
    this.#port.start();
  }

  /** What changes before the first line is no change to the program: it begins with what there is. */
  #onConnection(networkType: string): void {
    if (this.#begun) this.#port.deliver(['connection', networkType]);
  }

  /** Whatever the host does with the network's life, the program follows. */
  #onLifecycle(state: Network['state']): void {
    if (state === 'background') {
      this.#port.deliver(['hidden']);
    } else if (state === 'suspended' && this.#freezes) {
      this.#frozen = true;
      this.#sandbox.post('freeze');
      setImmediate(() => this.#tellIdle());
    } else if (state === 'foreground') {
      if (this.#frozen) this.#sandbox.post('thaw');
      this.#frozen = false;
      this.#port.deliver(['shown']);
    } else if (state === 'closed') {
      void this.close();
    }
  }

  /** The first cause of the end is told; ending the network is part of it. */
  #end(exit: ProgramExit): Promise<void> {
    if (this.#ended === undefined) {
      this.#port.close();
      this.#ended = Promise.resolve().then(() => this.#shutDown(exit));
    }
    return this.#ended;
  }

  async #shutDown(exit: ProgramExit): Promise<void> {
    await Promise.all([this.#sandbox.terminate(), this.network.close()]);
    await this.#storage?.flushed();
    this.#emitter.emit('exit', exit);
    this.#tellIdle();
  }

  #tellIdle(): void {
    const busy = this.#port.openCalls > 0 || (this.#port.busy && !this.#frozen);
    if (busy && this.#ended === undefined) return;
    for (const resolve of this.#onIdle) resolve();
    this.#onIdle.clear();
  }
}

/** Calls the host's own listener; what it throws is told on the host's console and disturbs nobody. */
function guarded(listen: () => void | Promise<void>): Promise<void> | undefined {
  const tell = (error: unknown) => tellHost('onConsole threw:', error);
  try {
    const pause = listen();
    return pause === undefined ? undefined : Promise.resolve(pause).catch(tell);
  } catch (error) {
    tell(error);
    return undefined;
  }
}
