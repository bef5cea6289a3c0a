import { createMiniProgram } from '@minigate/runtime';
import { Agent, fetch } from 'undici';
import { type Contender, interleave, ratio, report, showRatio } from './support/pairs.ts';
import { startServer } from './support/server-process.ts';
import { tenAtOnce } from './support/ten-at-once.ts';

/** `request` made by a program inside the sandbox, ten at once, against undici's `fetch` outside of it. */
const pairs = 24;

const server = await startServer();
const url = `https://localhost:${server.port}`;
const dispatcher = new Agent({ connections: 10, connect: { ca: server.ca } });

// The program is told what to do by what it reads: each round it asks how many requests to make.
const source = `
  function round(path, count) {
    return new Promise(function (resolve) {
      var left = count, open = 0;
      function next() {
        while (left > 0 && open < 10) {
          left -= 1; open += 1;
          wx.request({
            url: 'https://bench.example.test' + path,
            success: function (res) { if (!res.data.items) throw new Error('wrong answer'); },
            fail: function (res) { console.error(res.errMsg); },
            complete: function () { open -= 1; if (left === 0 && open === 0) resolve(); else next(); },
          });
        }
      }
      next();
    });
  }
  wx.onAppShow(function (options) {
    var order = options && options.query;
    if (order && order.path) round(order.path, Number(order.count)).then(function () { console.log('done'); });
  });
`;
let done: (() => void) | undefined;
const program = await createMiniProgram({
  source,
  policy: { appId: 'bench', version: 1, serverDomains: ['https://bench.example.test'] },
  tls: { ca: server.ca },
  resolve: { 'bench.example.test': `127.0.0.1:${server.port}` },
  allowAddresses: ['127.0.0.0/8'],
  onConsole: ({ level, text }) => {
    if (level === 'error') throw new Error(text);
    done?.();
  },
});
