import { describe, expect, test } from 'vitest';
import { connectedHosts, whyNoNamespaces } from '../support/namespaces.ts';
import { bundled } from './bundled.ts';

const server = `
  const server = require('node:http').createServer((request, response) => response.end('printer ' + request.url));
  server.listen(80, () => console.log('listening'));
`;

const socketServer = `
  const { WebSocketServer } = require('ws');
  const server = new WebSocketServer({ port: 80 }, () => console.log('listening'));
  server.on('connection', (socket) => socket.on('message', (data) => socket.send('lamp ' + data)));
`;

describe('Rule 20: two devices on one local network', () => {
  test('reach each other by http without a server domain; every other literal address is refused', async ({
    skip,
  }) => {
    skip(whyNoNamespaces !== undefined, whyNoNamespaces);
    const [own, neighbour] = connectedHosts();
    for (const host of [own, neighbour]) {
      expect(await host.start(process.execPath, '-e', server).line()).toBe('listening');
    }
    const refused = [
      `http://${own.address}/`,
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://0.0.0.0/',
      `http://${own.address.replace(/\d+$/, '255')}/`,
      `http://${own.address.replace(/\d+$/, '0')}/`,
      'http://10.200.0.1/',
      'http://169.254.1.1/',
      'http://169.254.169.254/',
      `http://[::ffff:${neighbour.address}]/`,
      'http://printer.local/',
      'http://8.8.8.8/',
    ];
    const script = await bundled('program.ts');
    const allowed = `http://${neighbour.address}/status`;
    const program = own.start(process.execPath, script, 'request', allowed, ...refused);
    expect(JSON.parse((await program.line()) ?? '')).toEqual({
      url: allowed,
      statusCode: 200,
      data: 'printer /status',
      peerIP: neighbour.address,
    });
    for (const url of refused) {
      expect(JSON.parse((await program.line()) ?? '')).toEqual({
        url,
        errMsg: 'request:fail url not in domain list',
      });
    }
    expect(await program.line()).toBeUndefined();
  });

  test('reach each other by ws', async ({ skip }) => {
    skip(whyNoNamespaces !== undefined, whyNoNamespaces);
    const [own, neighbour] = connectedHosts();
    expect(await neighbour.start(process.execPath, '-e', socketServer).line()).toBe('listening');
    const script = await bundled('program.ts');
    const allowed = own.start(process.execPath, script, 'socket', `ws://${neighbour.address}/`);
    expect(await allowed.line()).toBe('{"data":"lamp hello"}');
    const refused = own.start(process.execPath, script, 'socket', `ws://${own.address}/`);
    expect(JSON.parse((await refused.line()) ?? '')).toMatchObject({
      errMsg: 'connectSocket:fail url not in domain list',
    });
  });
});
