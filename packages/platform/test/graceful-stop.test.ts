import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startTestPlatform } from './support/test-platform.ts';

it('answers a request that is under way when the platform is stopped, and takes no new one', async () => {
  const platform = await startTestPlatform('sqlite');
  const { teamId, owner } = await platform.team();
  const { port, hostname } = new URL(platform.address);
  const body = JSON.stringify({ name: 'Weather' });
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.write(
    `POST /console/v1/teams/${teamId}/mini-programs HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
      `Authorization: ${owner.headers['authorization']}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
  );
  // The platform has read the head of the request when it asks for the body.
  await once(socket, 'data');
  const ended = once(socket, 'close');
  const closed = platform.close();
  await expect(fetch(`${platform.address}/healthz`)).rejects.toThrow('fetch failed');

  socket.write(body);
  await ended;
  await closed;
  expect(answer).toContain('HTTP/1.1 201 Created');
  expect(answer).toContain('"name":"Weather"');
});
