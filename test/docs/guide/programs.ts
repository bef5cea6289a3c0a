import { setImmediate as inNextTurn } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { createNetwork, type Network, type NetworkOptions, type ServiceBrowser } from '@minigate/network';
import type { TestServer } from '@minigate/network/testing';
import { createMiniProgram } from '@minigate/runtime';
import { onTestFinished } from 'vitest';
import { ScriptedServer } from '../../../packages/network/src/testing/test-server.ts';
import { VirtualClock } from '../../../packages/network/src/testing/virtual-clock.ts';

/** What stands around the programs of a page. */
export interface Surroundings {
  readonly options?: Partial<NetworkOptions>;
  readonly prepare?: (server: TestServer) => void;
  /** What the host does when the program has said so many lines. */
  readonly afterLines?: readonly [count: number, step: (network: Network, clock: VirtualClock) => unknown];
}

const lamp: ServiceBrowser = {
  browse(_type, listener) {
    queueMicrotask(() => {
      listener.onReady();
      listener.onFound({ name: 'Lamp', ip: '192.168.1.20', port: 8080 });
    });
    return { stop: () => Promise.resolve() };
  },
};

const photo = (server: TestServer) =>
  server.answer('GET https://api.example.com/photo.jpg', {
    headers: { 'Content-Length': '8' },
    body: ['half', 'half'],
  });

/** For each page, the surroundings of its programs in order. */
export const surroundings: Readonly<Record<string, readonly Surroundings[]>> = {
  'request.md': [
    {
      prepare: (server) =>
        server.answer('POST https://api.example.com/users', (request) => ({
          status: 201,
          json: { id: 7, ...Object(request.json()) },
        })),
    },
    {
      prepare: (server) =>
        server.answer('GET https://api.example.com/story', { body: ['Once', ' up'], delay: 100 }),
    },
  ],
  'download-file.md': [{ prepare: photo }],
  'upload-file.md': [
    {
      prepare(server) {
        photo(server);
        server.answer('POST https://api.example.com/photos', (request) => {
          const complete = /name="album".*summer.*name="page".*3.*name="photo".*halfhalf/s.test(
            request.text(),
          );
          return complete ? { status: 201, json: { id: 9 } } : { status: 400 };
        });
      },
    },
  ],
  'connect-socket.md': [
    {
      prepare: (server) =>
        server.acceptSocket('wss://api.example.com/prices', (socket) =>
          socket.onMessage((product) => {
            socket.send(`${product as string} costs 3`);
            socket.send(Uint8Array.of(1, 2, 3, 4));
            socket.close(1000, 'closing time');
          }),
        ),
    },
  ],
  'surroundings.md': [
    {
      afterLines: [
        1,
        (network) => {
          network.setConnection({ type: '4g' });
          network.setConnection({ type: 'none' });
        },
      ],
    },
    {
      afterLines: [
        1,
        async (network) => {
          network.enterBackground();
          await inNextTurn();
          network.enterForeground();
        },
      ],
    },
    {
      options: {
        interfaces: [{ address: '192.168.1.7', netmask: '255.255.255.0' }],
        discovery: { browser: lamp },
      },
      prepare: (server) => server.answer('http://192.168.1.20:8080/status', { body: 'The lamp is on' }),
      afterLines: [2, (_network, clock) => clock.advance(30_000)],
    },
  ],
};

/** The ways in which a program is run: outside of the sandbox and inside. */
const places = {
  'over a network': (code, say, options) => {
    const network = createNetwork(options);
    onTestFinished(() => network.close());
    const console = { log: (...words: unknown[]) => say(words.map(String).join(' ')) };
    runInNewContext(code, { wx: { ...network.api }, console });
    return Promise.resolve(network);
  },
  'in the sandbox': async (source, say, options) => {
    const program = await createMiniProgram({
      source,
      onConsole: ({ args }) => say(args.join(' ')),
      ...options,
    });
    onTestFinished(() => program.close());
    return program.network;
  },
} satisfies Record<
  string,
  (code: string, say: (line: string) => void, options: NetworkOptions) => Promise<Network>
>;

/** Runs a program over scripted servers, and gives its first lines. */
export async function runProgram(
  code: string,
  place: keyof typeof places,
  { options, prepare, afterLines }: Surroundings,
  count: number,
): Promise<string[]> {
  const clock: VirtualClock = new VirtualClock({ runs: true, wanted: () => server.waits });
  const server = new ScriptedServer({ clock, onWork: () => clock.wake() });
  prepare?.(server);
  const lines: string[] = [];
  let tell = () => {};
  const said = (line: string) => {
    lines.push(line);
    tell();
  };
  const until = async (wanted: number) => {
    while (lines.length < wanted) await new Promise<void>((resolve) => (tell = resolve));
  };
  const network = await places[place](code, said, {
    policy: { appId: 'guide', version: 1, serverDomains: ['https://api.example.com'] },
    interfaces: [],
    transport: server,
    clock,
    ...options,
  });
  if (afterLines !== undefined) {
    await until(afterLines[0]);
    await afterLines[1](network, clock);
  }
  await until(count);
  return lines;
}
