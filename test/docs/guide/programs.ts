import { runInNewContext } from 'node:vm';
import type { ServiceBrowser } from '@minigate/network';
import { createTestNetwork, type TestNetwork, type TestNetworkOptions } from '@minigate/network/testing';
import { onTestFinished } from 'vitest';

/** What stands around the programs of a page. */
export interface Surroundings {
  readonly options?: TestNetworkOptions;
  readonly prepare?: (made: TestNetwork) => void;
  /** What the host does when the program has said its first lines. */
  readonly afterwards?: (made: TestNetwork) => void | Promise<void>;
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

const photo = (made: TestNetwork) =>
  made.server.answer('GET https://api.example.com/photo.jpg', {
    headers: { 'Content-Length': '8' },
    body: ['half', 'half'],
  });

/** For each page, the surroundings of its programs in order. */
export const surroundings: Readonly<Record<string, readonly Surroundings[]>> = {
  'request.md': [
    {
      prepare: ({ server }) =>
        server.answer('POST https://api.example.com/users', (request) => ({
          status: 201,
          json: { id: 7, ...Object(request.json()) },
        })),
    },
    {
      prepare: ({ server }) =>
        server.answer('GET https://api.example.com/story', { body: ['Once', ' up'], delay: 100 }),
    },
  ],
  'download-file.md': [{ prepare: photo }],
  'upload-file.md': [
    {
      prepare(made) {
        photo(made);
        made.server.answer('POST https://api.example.com/photos', (request) => {
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
      prepare: ({ server }) =>
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
      async afterwards({ network, clock }) {
        await clock.advance(0);
        network.setConnection({ type: '4g' });
        network.setConnection({ type: 'none' });
      },
    },
    {
      options: {
        interfaces: [{ address: '192.168.1.7', netmask: '255.255.255.0' }],
        discovery: { browser: lamp },
      },
      prepare: ({ server }) => server.answer('http://192.168.1.20:8080/status', { body: 'The lamp is on' }),
      afterwards: ({ clock }) => clock.advance(30_000),
    },
  ],
};

/** Runs a program over a test network; the answer is what it has said until now, to be looked at again and again. */
export async function runProgram(code: string, { options, prepare, afterwards }: Surroundings) {
  const made = createTestNetwork({ serverDomains: ['https://api.example.com'], ...options });
  onTestFinished(() => made.network.close());
  prepare?.(made);
  const lines: string[] = [];
  const console = { log: (...words: unknown[]) => void lines.push(words.map(String).join(' ')) };
  runInNewContext(code, { wx: { ...made.network.api }, console });
  await afterwards?.(made);
  return lines;
}
