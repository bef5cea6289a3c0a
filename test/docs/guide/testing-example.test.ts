import { createTestNetwork } from '@minigate/network/testing';
import { expect, it } from 'vitest';

it('gives up when the server does not answer within 5 s', async () => {
  const { network, server, clock } = createTestNetwork({ serverDomains: ['https://api.example.com'] });
  server.answer('GET https://api.example.com/users/*', { json: { name: 'Ada' }, delay: 6000 });
  const start = clock.now();

  const ending = await new Promise((complete) =>
    network.api.request({ url: 'https://api.example.com/users/7', timeout: 5000, complete }),
  );

  expect(ending).toMatchObject({ errMsg: 'request:fail timeout', errno: 5 });
  expect(clock.now() - start).toBe(5000); // by the network's clock; the test takes milliseconds
  await network.close();
});
