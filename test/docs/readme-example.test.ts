import { createNetwork } from '@minigate/network';
import { expect, it } from 'vitest';
import { startHttpsServer } from '../support/https-server.ts'; // or any HTTPS server of yours

it('gets the greeting, and is refused where a port is written', async () => {
  const server = await startHttpsServer((_, response) => void response.end('{"greeting":"Hello"}'));
  const network = createNetwork({
    policy: { appId: 'my-program', version: 1, serverDomains: ['https://api.example.test'] },
    resolve: server.resolve, // { 'api.example.test': '127.0.0.1:8443' }: where the name leads, instead of DNS
    allowAddresses: ['127.0.0.0/8'], // addresses that may be dialled though they are not public
    tls: { ca: server.authority.pem }, // whom to trust beside the authorities of the system
  });
  const call = (url: string) => new Promise((complete) => network.api.request({ url, complete }));

  expect(await call('https://api.example.test/hello')).toMatchObject({
    statusCode: 200,
    data: { greeting: 'Hello' },
  });
  expect(await call('https://api.example.test:443/hello')).toMatchObject({
    errMsg: 'request:fail url not in domain list',
    errno: 600002,
  });

  await network.close();
  await server.close();
});
