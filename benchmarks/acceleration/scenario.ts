/** A server as the simulator has it. */
export interface SimulatedServer {
  readonly origin: string;
  readonly region: string;
  readonly weight: number;
  /** The way there and back, in milliseconds. */
  readonly way: number;
}

/** What is wrong with a server at a time. */
export interface Fault {
  /** How many times the way is longer. */
  readonly slower?: number;
  /** The share of requests whose connection breaks. */
  readonly failing?: number;
  /** Nothing comes back, and no connection is made. */
  readonly hole?: boolean;
}

/** A network with servers, for the time of one session. Times are milliseconds. */
export interface Scenario {
  readonly name: string;
  readonly servers: readonly SimulatedServer[];
  /** Whether the accelerated origin, the first of the servers, is at fault. */
  readonly originAtFault: boolean;
  /** How long a session is. */
  readonly duration: number;
  /** Calls before then are not counted. */
  readonly warmUp: number;
  /** How much the ways vary, as the standard deviation of their logarithm, and how fast. */
  readonly variation: { readonly spread: number; readonly period: number };
  readonly fault: (server: SimulatedServer, time: number) => Fault;
}

const server = (name: string, region: string, way: number, weight = 1): SimulatedServer => ({
  origin: `https://${name}.example.com`,
  region,
  way,
  weight,
});

/** The origin is the nearest one. */
const originNearest = [
  server('www', 'eu', 40),
  server('eu2', 'eu', 52),
  server('us1', 'us', 66),
  server('us2', 'us', 72),
  server('asia', 'asia', 160),
];
/** Another one is nearer than the origin. */
const originFar = [
  server('www', 'us', 66),
  server('eu1', 'eu', 40),
  server('eu2', 'eu', 52),
  server('us2', 'us', 72),
  server('asia', 'asia', 160),
];
const calm = { spread: 0.04, period: 10_000 };
const healthy: Fault = {};
const session = { duration: 600_000, warmUp: 30_000, variation: calm };
const from = 200_000;
const to = 400_000;
const within = (time: number) => time >= from && time < to;

/** One server is at fault between the second 200 and the second 400. */
function faulty(name: string, at: 'www' | 'eu1', fault: Fault): Scenario {
  return {
    ...session,
    name: `${name}, ${at === 'www' ? 'origin' : 'nearest other'}`,
    servers: at === 'www' ? originNearest : originFar,
    originAtFault: at === 'www',
    fault: ({ origin }, time) => (origin === `https://${at}.example.com` && within(time) ? fault : healthy),
  };
}

export const scenarios: readonly Scenario[] = [
  { ...session, name: 'stable', servers: originFar, originAtFault: false, fault: () => healthy },
  faulty('slow', 'www', { slower: 5 }),
  faulty('slow', 'eu1', { slower: 5 }),
  faulty('fails 20 %', 'www', { failing: 0.2 }),
  faulty('fails 20 %', 'eu1', { failing: 0.2 }),
  faulty('black hole', 'www', { hole: true }),
  faulty('black hole', 'eu1', { hole: true }),
  {
    ...session,
    name: 'flapping, origin',
    servers: originNearest,
    originAtFault: true,
    fault: ({ origin }, time) =>
      origin === 'https://www.example.com' && within(time) && Math.floor(time / 15_000) % 2 === 1
        ? { slower: 6 }
        : healthy,
  },
  {
    ...session,
    name: 'regional outage, with the origin',
    servers: originNearest,
    originAtFault: true,
    fault: ({ region }, time) => (region === 'eu' && within(time) ? { hole: true } : healthy),
  },
  {
    ...session,
    name: 'cold start',
    duration: 30_000,
    warmUp: 0,
    servers: originFar,
    originAtFault: false,
    fault: () => healthy,
  },
  {
    ...session,
    name: 'correlated in time',
    servers: originFar,
    originAtFault: false,
    variation: { spread: 0.3, period: 40_000 },
    fault: () => healthy,
  },
];
