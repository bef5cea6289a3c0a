import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface LoadOptions {
  readonly port: number;
  /** The whole request: head, blank line, body. */
  readonly request: string;
  /** What every answer has to be. */
  readonly status: number;
  readonly requests: number;
  readonly connections?: number;
}

/**
 * Sends one request again and again over kept connections, one at a time on each. All answers to it are equally long, so
 * they are counted, not read: a client that parses them needs more time than the server that is measured.
 */
export async function load({
  port,
  request,
  status,
  requests,
  connections = 50,
}: LoadOptions): Promise<void> {
  const length = await measureAnswer(port, request, status);
  const bytes = Buffer.from(request);
  let unsent = requests;
  const drive = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    await new Promise<void>((resolve, reject) => {
      let received = 0;
      const ask = (): void => {
        if (unsent === 0) {
          socket.destroy();
          resolve();
          return;
        }
        unsent -= 1;
        socket.write(bytes);
      };
      socket.on('data', (chunk) => {
        received += chunk.length;
        if (received < length) return;
        if (received > length) reject(new Error('An answer is longer than the first one was.'));
        received = 0;
        ask();
      });
      socket.on('error', reject);
      socket.on('end', () => reject(new Error('The server has closed a connection.')));
      ask();
    });
  };
  await Promise.all(Array.from({ length: connections }, drive));
}

async function measureAnswer(port: number, request: string, status: number): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(request);
    let text = '';
    while (!isWhole(text)) text += await readSome(socket);
    if (!text.startsWith(`HTTP/1.1 ${status} `)) throw new Error(`The server answers ${text.slice(0, 40)}.`);
    return text.length;
  } finally {
    socket.destroy();
  }
}

async function readSome(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString('latin1');
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head)) ?? [];
  return text.length >= head + 4 + Number(length);
}
