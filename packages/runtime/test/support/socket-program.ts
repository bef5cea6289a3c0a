import type { SocketServer } from '../../../../test/support/socket-server.ts';
import type { MiniProgramOptions } from '@minigate/runtime';
import { type StartedProgram, startProgram } from './start-program.ts';

export const live = 'wss://live.example.test';

const prelude = `
  const url = '${live}/';
  const log = (...args) => console.log(...args);
  const connect = (more) => wx.connectSocket({ url, ...more });
  const bytesOf = (data) => Array.from(new Uint8Array(data)).join(',');
`;

/** What a network needs to reach a socket server. */
export function reachSocket(server: SocketServer) {
  return {
    policy: { appId: 'demo', version: 1, serverDomains: { connectSocket: [live] } },
    tls: { ca: server.authority.pem },
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
  };
}

/** Starts a script that has `url`, `log`, `connect` and `bytesOf` at hand. */
export function startSocketProgram(
  server: SocketServer,
  source: string,
  options: Partial<Omit<MiniProgramOptions, 'source' | 'directory'>> = {},
): Promise<StartedProgram> {
  return startProgram({ ...reachSocket(server), ...options, source: prelude + source });
}

/** The lines that such a script prints until nothing is left to do. */
export async function socketLines(server: SocketServer, source: string): Promise<string[]> {
  const started = await startSocketProgram(server, source);
  await started.program.idle();
  return [...started.faults.map(({ message }) => message), ...started.lines];
}
