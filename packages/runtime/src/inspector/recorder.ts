import type { Network, NetworkEvents } from '@minigate/network';
import { tellHost } from '../host-console.ts';
import type { MiniProgram } from '../mini-program.ts';
import type { Entry } from './protocol.ts';
import { Recording } from './recording.ts';
import { RecordingBudget } from './recording-budget.ts';

/** How much a recorder keeps. Sizes are bytes, or characters of a text. */
export interface RecorderLimits {
  /** Calls; the oldest settled one goes when there is one more. Default: 1,000. */
  readonly entries?: number;
  /** Of one body. Default: 1 MiB. */
  readonly body?: number;
  /** Of all bodies together; what comes later is cut. Default: 64 MiB. */
  readonly bodies?: number;
  /** Of one URL or another short text. Default: 64 KiB. */
  readonly text?: number;
  /** Of the header lines of one message. Default: 256 KiB. */
  readonly headers?: number;
  /** Of everything but bodies, as far as that can be told; beyond it the oldest settled calls go. Default: 32 MiB. */
  readonly heads?: number;
  /** Of one socket; later ones are counted and not kept. Default: 1,000. */
  readonly messages?: number;
}

export interface Recorder {
  /** Oldest first. The same objects as before, grown. */
  readonly entries: readonly Entry[];
  /** How many calls were recorded and had to make room. */
  readonly dropped: number;
  /**
   * Is told after each change of an entry; what it throws disturbs nobody. The answer stops it.
   *
   * @param onDropped is told of each entry that makes room
   */
  watch(listener: (entry: Entry) => void, onDropped?: (entry: Entry) => void): () => void;
  /** Records nothing more; what was recorded stays. */
  stop(): void;
}

/** A network, or a program with its network. */
type Watched = Pick<Network, 'on'> | Pick<MiniProgram, 'network' | 'on'>;

/** The events of a call that was announced: a recording has a method for each. */
const later = [
  'queue',
  'decision',
  'send',
  'acceleration',
  'address',
  'answer',
  'hop',
  'settle',
  'socket',
] as const;

type Later = (typeof later)[number];

type Handlers = { readonly [K in Later]: (event: NetworkEvents[K]) => void };

const defaults: Required<RecorderLimits> = {
  entries: 1000,
  body: 2 ** 20,
  bodies: 64 * 2 ** 20,
  text: 64 * 2 ** 10,
  headers: 256 * 2 ** 10,
  heads: 32 * 2 ** 20,
  messages: 1000,
};

/**
 * Turns what happens in a network into entries, one for each call made from now on; that of a socket lasts as
 * long as the socket. Given a program, it watches that one's network, and keeps where in the program calls are
 * made if the program tells it. It only watches; its
 * memory is bounded whatever programs and servers send. Userinfo in URLs is never kept.
 *
 * @example
 * const recorder = createRecorder(network, { entries: 100 });
 * network.api.request({
 *   url: 'https://api.example.com/',
 *   complete: () => console.log(recorder.entries[0]?.errMsg),
 * });
 */
export function createRecorder(watched: Watched, limits: RecorderLimits = {}): Recorder {
  const network = 'network' in watched ? watched.network : watched;
  const most = { ...defaults, ...limits };
  const budget = new RecordingBudget(most);
  const recordings = new Map<number, Recording>();
  const changes = new Listeners();
  const drops = new Listeners();
  let dropped = 0;

  const makeRoom = () => {
    while (recordings.size > most.entries || budget.headsExceeded) {
      const oldest = oldestSettled(recordings.values());
      if (oldest === undefined) return;
      recordings.delete(oldest.id);
      budget.release(oldest.id);
      dropped += 1;
      drops.tell(oldest);
    }
  };

  const changed = ({ entry }: Recording) => {
    changes.tell(entry);
    makeRoom();
  };

  const watchLater = <K extends Later>(name: K): (() => void) =>
    network.on(name, (event) => {
      const recording = recordings.get(event.id);
      if (recording === undefined) return;
      const handlers: Handlers = recording;
      handlers[name](event);
      changed(recording);
    });

  const stops = [
    network.on('call', (event) => {
      const recording = new Recording(event, budget);
      recordings.set(event.id, recording);
      changed(recording);
    }),
    ...later.map((name) => watchLater(name)),
    ...('network' in watched
      ? [
          watched.on('call', ({ id, source }) => {
            const recording = recordings.get(id);
            if (recording === undefined) return;
            recording.place(source);
            changed(recording);
          }),
        ]
      : []),
  ];

  return {
    get entries() {
      return [...recordings.values()].map(({ entry }) => entry);
    },
    get dropped() {
      return dropped;
    },
    watch(listener, onDropped = () => {}) {
      const stops = [changes.add(listener), drops.add(onDropped)];
      return () => stops.forEach((stop) => stop());
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

class Listeners {
  readonly #all = new Set<(entry: Entry) => void>();

  add(listener: (entry: Entry) => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  tell(entry: Entry): void {
    for (const listener of this.#all) {
      try {
        listener(entry);
      } catch (error) {
        tellHost('A listener of the recorder threw:', error);
      }
    }
  }
}

/** The first call that has its ending. */
function oldestSettled(recordings: Iterable<Recording>): Entry | undefined {
  for (const { entry } of recordings) if (entry.state === 'settled') return entry;
  return undefined;
}
