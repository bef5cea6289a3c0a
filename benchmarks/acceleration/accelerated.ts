import { accelerationOf } from '@minigate/policy';
import { AcceleratedExchange } from '../../packages/network/src/accelerate.ts';
import { Chooser } from '../../packages/network/src/acceleration/chooser.ts';
import { AccelerationCounters } from '../../packages/network/src/acceleration/counters.ts';
import { Extras } from '../../packages/network/src/acceleration/extras.ts';
import { ObservedChooser } from '../../packages/network/src/acceleration/observed-chooser.ts';
import { Prober } from '../../packages/network/src/acceleration/prober.ts';
import { Route } from '../../packages/network/src/acceleration/route.ts';
import type { Clock } from '../../packages/network/src/clock.ts';
import type { VirtualClock } from './clock.ts';
import { sequence } from './luck.ts';
import type { Scenario } from './scenario.ts';
import { type Call, callTimeout, type Strategy, type Surroundings } from './session.ts';
import { SimulatedTransport } from './simulated-transport.ts';

const origin = 'https://www.example.com';

/** Domain acceleration: the code of the engine itself, over servers that are simulated. */
export const accelerated: Strategy = (surroundings) => {
  const { scenario, seed, extra } = surroundings;
  const clock = engineClock(surroundings.clock);
  const acceleration = accelerationFor(scenario);
  const extras = new Extras();
  const chooser = new Chooser({ acceleration, extras, random: sequence(seed, 10) });
  const observed = new ObservedChooser(chooser, {
    origin,
    counters: new AccelerationCounters(),
    now: () => clock.now(),
    tell() {},
  });
  const route = new Route(acceleration, observed);
  const prober = new Prober({
    route,
    extras,
    clock,
    transport: transportFor(surroundings, clock, {
      // Numbers of their own, so that a probe has luck of its own.
      number: () => -Math.floor(clock.now()),
      onRequest: () => (extra.requests += 1),
      onConnection: () => (extra.connections += 1),
    }),
    guard: () => 'enforce',
    headers: [],
    mayProbe: () => true,
  });
  prober.start();
  clock.after(scenario.duration, () => prober.stop());
  return (call) => makeCall(call, route, clock, surroundings);
};

/** The policy of a scenario. */
export function accelerationFor({ servers }: Pick<Scenario, 'servers'>) {
  const candidates = servers.map(({ origin: candidate, region, weight }) => ({
    origin: candidate,
    region,
    weight,
  }));
  const acceleration = accelerationOf({ firstParty: true, acceleration: { origin, candidates } });
  if (acceleration === undefined) throw new Error('a first-party program is accelerated');
  return acceleration;
}

/** A call as the engine makes it: one exchange, within its timeout. */
function makeCall(call: Call, route: Route, clock: Clock, surroundings: Surroundings): void {
  const { extra, end } = surroundings;
  let requests = 0;
  let connections = 0;
  const transport = transportFor(surroundings, clock, {
    number: () => call.number,
    onRequest: () => {
      requests += 1;
      if (requests > 1) extra.requests += 1;
    },
    onConnection: () => {
      connections += 1;
      if (connections > 1) extra.connections += 1;
    },
  });
  let timedOut = false;
  const settle = (failed: boolean) => {
    forget();
    end({ call, time: surroundings.clock.now - call.at, failed });
  };
  const forget = clock.after(callTimeout, () => {
    timedOut = true;
    exchange.cancel();
    settle(true);
  });
  const exchange = new AcceleratedExchange(
    route,
    {
      target: { ...route.placeOf(origin), path: '/' },
      guard: 'enforce',
      method: call.method,
      path: '/',
      headers: [],
      body: null,
    },
    {
      onAddress() {},
      onHead: () => settle(false),
      onData: () => true,
      onEnd() {},
      onError: () => settle(true),
    },
    {
      transport,
      clock,
      hop: route.chooser.choose({ id: call.number, hop: 0 }),
      avoided: new Set(),
      onAnswered() {},
      timedOut: () => timedOut,
    },
  );
  exchange.send();
}

function transportFor(
  { scenario, world }: Surroundings,
  clock: Clock,
  of: { number: () => number; onRequest: () => void; onConnection: () => void },
): SimulatedTransport {
  const serverOf = (hostname: string) => {
    const server = scenario.servers.find((one) => one.origin === `https://${hostname}`);
    if (server === undefined) throw new Error(`there is no ${hostname}`);
    return server;
  };
  return new SimulatedTransport({ world, clock, serverOf, ...of });
}

/** Virtual time as the engine asks for it. It takes 0 for a moment that never was, and so begins later. */
function engineClock(virtual: VirtualClock): Clock {
  const begin = 1;
  return {
    now: () => virtual.now + begin,
    after(ms, callback) {
      let over = false;
      virtual.after(ms, () => {
        if (!over) callback();
      });
      return () => (over = true);
    },
  };
}
