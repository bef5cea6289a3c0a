import { decide, parsePolicyDocument } from '@minigate/policy';
import { interleave, ratio, report, showRatio } from './support/pairs.ts';

/** `decide` against `new URL(url)` alone, on the same URLs. */
const calls = 100_000;
const pairs = 30;

const documentOf = (entries: number) => {
  const serverDomains = Array.from({ length: entries }, (_, n) => `https://api${n}.example.com`);
  const parsed = parsePolicyDocument({ appId: 'bench', version: 1, serverDomains });
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join(' '));
  return parsed.document;
};
const one = documentOf(1);
const many = documentOf(200);

const paths = [
  '/',
  '/v1/orders?id=17&page=2',
  '/static/app.js',
  '/api/v3/ticker/price?symbol=BTCUSDT',
  '/a/b/c/d',
];
const allowed = (entries: number) =>
  Array.from({ length: 1000 }, (_, n) => `https://api${n % entries}.example.com${paths[n % paths.length]}`);
const urls = (write: (n: number) => string, count = 1000) =>
  Array.from({ length: count }, (_, n) => write(n));
const fast = 1;
const slow = 3;
const sets = {
  'allowed, 1 entry': { goal: fast, document: one, urls: allowed(1) },
  'allowed, 200 entries': { goal: fast, document: many, urls: allowed(200) },
  'allowed, with a fragment': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://api${n % 200}.example.com/v1/orders?id=${n}#top`),
  },
  'allowed, a path to resolve and to encode': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://api${n % 200}.example.com/a/../b?q=ä`),
  },
  'allowed, nothing in plain form': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://API${n % 200}.example.com/a/../b?q=ä#top`),
  },
  'denied, another host': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://cdn${n}.example.net/v1/orders?id=17`),
  },
  'denied, a slip of the pen': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://apj${n % 200}.example.com/v1`),
  },
  'denied, a port': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://api${n % 200}.example.com:443/v1`),
  },
  'denied, an address': { goal: slow, document: many, urls: urls((n) => `https://10.0.${n % 250}.1/v1`) },
  'denied, malformed': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://user@api${n % 200}.example.com/`),
  },
  'denied, a host never seen before': {
    goal: slow,
    document: many,
    urls: urls((n) => `https://cdn${n}.example.net/v1/orders?id=17`, 20_000),
  },
};

let kept = 0;
const repeat = (list: readonly string[], use: (url: string) => unknown) => () => {
  for (let n = 0; n < calls; n += 1) if (use(list[n % list.length] ?? '')) kept += 1;
};

console.log('decide: time / time of new URL(url) on the same URLs');
for (const [name, { goal, document, urls: list }] of Object.entries(sets)) {
  const contenders = [
    { name: 'decide', run: repeat(list, (url) => decide(document, 'request', url)) },
    { name: 'url', run: repeat(list, (url) => new URL(url)) },
  ];
  await interleave(contenders, 3);
  const samples = await interleave(contenders, pairs);
  const result = ratio(samples.get('decide') ?? [], samples.get('url') ?? [], 'wall');
  report(name, showRatio(result), `≤ ${goal.toFixed(1)}`);
}
const flat = await interleave(
  [
    { name: '200', run: repeat(sets['allowed, 200 entries'].urls, (url) => decide(many, 'request', url)) },
    { name: '1', run: repeat(sets['allowed, 1 entry'].urls, (url) => decide(one, 'request', url)) },
  ],
  pairs,
);
report(
  '200 entries / 1 entry',
  showRatio(ratio(flat.get('200') ?? [], flat.get('1') ?? [], 'wall')),
  'nearly 1',
);
if (kept === 0) throw new Error('nothing was decided');
