import { type CheckGroup, type CheckId, checkTable } from './check-table.ts';
import { judgePlatforms } from './platforms.ts';
import type { Check, Diagnosis, FailureClass, PhaseTimes } from './report.ts';

type TelltaleClass = Exclude<FailureClass, 'not-permitted'>;

/** All that is said of a failure, whatever its cause. */
const sentences: Readonly<Record<TelltaleClass, { readonly sentence: string; readonly fix: string }>> = {
  'name-not-found': {
    sentence: 'The host name has no address.',
    fix: 'Check its spelling and its DNS records.',
  },
  unreachable: {
    sentence: 'The server cannot be reached from here.',
    fix: 'It has to be on public addresses and accept connections from everywhere. Run minigate doctor where you may see more.',
  },
  tls: {
    sentence: 'The server does not speak TLS as clients need it.',
    fix: 'Run minigate doctor to see what it lacks.',
  },
  certificate: {
    sentence: 'The certificate of the server is not one that every client accepts.',
    fix: 'Run minigate doctor to see what is wrong with it.',
  },
  http: {
    sentence: 'The server does not answer a GET as it should.',
    fix: 'Run minigate doctor to see what it answers.',
  },
  'timed-out': {
    sentence: 'The server took too long.',
    fix: 'Run minigate doctor to see where the time goes.',
  },
};

/** What is told of addresses and connections is nobody's business but that of who runs the server. */
const withheld: ReadonlySet<CheckId> = new Set(['name', 'address', 'connect']);

/**
 * The report for somebody who may not look into the network of the machine that made it. Of a failure its
 * class remains: no address, no cause, no time. Verdicts of the policy are about texts and stay as they are.
 */
export function coarsen(full: Diagnosis): Diagnosis {
  const failing = full.checks.filter(isTelltale);
  const bad = new Set<CheckGroup>(failing.map(({ id }) => checkTable[id].group));
  if (bad.has('tls')) bad.add('certificate');
  const checks = [
    ...full.checks.filter(({ id, outcome, failure }) =>
      outcome === 'failure'
        ? failure === 'not-permitted'
        : !withheld.has(id) && !bad.has(checkTable[id].group),
    ),
    ...classesOf(failing),
  ];
  const { format, target, url, api, startedAt, outcome, failures, tls, certificates, hops, answer } = full;
  return {
    ...{ format, target, api, disclosure: 'coarse', startedAt, outcome, failures, checks, addresses: [] },
    ...(url !== undefined && { url }),
    ...(tls !== undefined && !bad.has('tls') && { tls }),
    certificates: bad.has('certificate') ? [] : certificates,
    hops: bad.has('http') ? hops.slice(0, 1).map(withoutStatus) : hops,
    ...(answer !== undefined && !bad.has('http') && { answer }),
    times: timesOf(full, bad),
    platforms: judgePlatforms(checks),
  };
}

function isTelltale({ failure }: Check): boolean {
  return failure !== undefined && failure !== 'not-permitted';
}

/** One check a class, with an id that stands for the group of the first that failed so. */
function classesOf(failing: readonly Check[]): Check[] {
  const classes = [...new Set(failing.flatMap(({ failure }) => failure ?? []))];
  return classes.flatMap((failure) => {
    const alike = failing.filter((check) => check.failure === failure);
    const [first] = alike;
    if (first === undefined || failure === 'not-permitted') return [];
    const platforms = [...new Set(alike.flatMap((check) => check.platforms ?? []))];
    const id = representatives[checkTable[first.id].group];
    return [{ id, outcome: 'failure', failure, ...sentences[failure], platforms }];
  });
}

/** The id that stands for a whole group. */
const representatives = {
  permission: 'server-domain',
  name: 'name',
  reach: 'connect',
  tls: 'tls',
  certificate: 'certificate-trust',
  http: 'http',
} as const satisfies Record<string, CheckId>;

function timesOf({ times }: Diagnosis, bad: ReadonlySet<CheckGroup>): PhaseTimes {
  const { name, connect, tls, firstByte, total } = times;
  return {
    ...(name !== undefined && !bad.has('name') && { name }),
    ...(connect !== undefined && !bad.has('reach') && { connect }),
    ...(tls !== undefined && !bad.has('certificate') && { tls }),
    ...(firstByte !== undefined && !bad.has('http') && { firstByte }),
    ...(total !== undefined && bad.size === 0 && { total }),
  };
}

function withoutStatus({ url, verdict, reason }: Diagnosis['hops'][number]): Diagnosis['hops'][number] {
  return { url, verdict, reason };
}
