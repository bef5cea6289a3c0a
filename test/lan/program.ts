/**
 * A mini program's network in a process of its own, with nothing but defaults. Each line of its output is the
 * JSON text of what came.
 *
 *     node program.mjs request http://10.0.0.2/     one line for each URL
 *     node program.mjs socket ws://10.0.0.2/        the answer to `hello`, or the error
 *     node program.mjs discover _http._tcp.         one line for each event, until it stops
 */
import { createNetwork } from '@minigate/network';

const [verb, ...words] = process.argv.slice(2);
const network = createNetwork({ policy: { appId: 'demo', version: 1, serverDomains: [] } });
const { api } = network;
const say = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);

if (verb === 'request') {
  for (const url of words) {
    await new Promise((resolve) => {
      api.request({
        url,
        timeout: 10_000,
        success: ({ statusCode, data, profile: { peerIP } }) => say({ url, statusCode, data, peerIP }),
        fail: ({ errMsg }) => say({ url, errMsg }),
        complete: resolve,
      });
    });
  }
  await network.close();
} else if (verb === 'socket') {
  const task = api.connectSocket({ url: words[0] ?? '', fail: say });
  task.onOpen(() => task.send({ data: 'hello' }));
  task.onMessage((message) => {
    say(message);
    void network.close();
  });
} else {
  api.onLocalServiceFound((service) => say({ found: service }));
  api.onLocalServiceLost((service) => say({ lost: service }));
  api.onLocalServiceDiscoveryStop(() => void network.close());
  await api.startLocalServiceDiscovery({ serviceType: words[0] ?? '' });
  say({ started: true });
}
