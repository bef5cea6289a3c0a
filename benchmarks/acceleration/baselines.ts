import type { SimulatedServer } from './scenario.ts';
import { callTimeout, type Strategy } from './session.ts';
import type { Attempt } from './world.ts';

type Pick = (call: number) => SimulatedServer | undefined;
type Learn = (server: SimulatedServer, time: number) => void;

/** One server for each call, and whatever comes of it. */
function plain(choose: (servers: readonly SimulatedServer[]) => { pick: Pick; learn?: Learn }): Strategy {
  return ({ scenario, world, clock, end }) => {
    const { pick, learn } = choose(scenario.servers);
    return (call) => {
      const server = pick(call.number);
      if (server === undefined) throw new Error('there is no server');
      const attempt = world.attempt(server, call.number, clock.now);
      const time = timeOf(attempt);
      const failed = attempt.ending !== 'answered' || time > callTimeout;
      clock.after(Math.min(time, callTimeout), () => {
        if (failed) world.disconnected(server);
        else world.connected(server, clock.now);
        learn?.(server, Math.min(time, callTimeout));
        end({ call, time: Math.min(time, callTimeout), failed });
      });
    };
  };
}

function timeOf(attempt: Attempt): number {
  return attempt.ending === 'silent' ? Infinity : attempt.connect + attempt.firstByte;
}

export const originAlone = plain(([origin]) => ({ pick: () => origin }));

export const roundRobin = plain((servers) => ({ pick: (call) => servers[call % servers.length] }));

/** The lowest average of all that was measured, each server once at first. */
export const lowestAverage = plain((servers) => {
  const sums = servers.map((server) => ({ server, sum: 0, count: 0, tried: false }));
  return {
    pick: () => {
      const untried = sums.find(({ tried }) => !tried);
      if (untried !== undefined) {
        untried.tried = true;
        return untried.server;
      }
      const measured = sums.filter(({ count }) => count > 0);
      return measured.toSorted((a, b) => a.sum / a.count - b.sum / b.count)[0]?.server ?? servers[0];
    },
    learn: (server, time) => {
      const sum = sums.find((one) => one.server === server);
      if (sum === undefined) return;
      sum.sum += time;
      sum.count += 1;
    },
  };
});

/** Knows what will become of each call at each server, and has a connection to all of them. */
export const oracle: Strategy = ({ scenario, world, clock, end }) => {
  return (call) => {
    for (const server of scenario.servers) world.connected(server, clock.now);
    const attempts = scenario.servers.map((server) => ({
      server,
      attempt: world.attempt(server, call.number, clock.now),
    }));
    const answered = attempts.filter(({ attempt }) => attempt.ending === 'answered');
    const [best] = answered.toSorted((a, b) => timeOf(a.attempt) - timeOf(b.attempt));
    const time = best === undefined ? callTimeout : timeOf(best.attempt);
    end({ call, time, failed: best === undefined });
  };
};

/**
 * Knows how each server is, and not what luck a call will have: the shortest way of those that are not at fault in a way
 * that loses calls. Nobody who has to choose before the answer can do better for long.
 */
export const bestServer: Strategy = ({ scenario, world, clock, end }) => {
  return (call) => {
    const { now } = clock;
    const sound = scenario.servers.filter((server) => {
      const { hole, failing } = scenario.fault(server, now);
      return hole !== true && failing === undefined;
    });
    for (const server of sound) world.connected(server, now);
    const ways = sound.map((server) => ({ server, way: world.way(server, now) }));
    const server = ways.toSorted((a, b) => a.way - b.way)[0]?.server;
    const attempt = server && world.attempt(server, call.number, now);
    const answered = attempt?.ending === 'answered' ? attempt : undefined;
    const time = answered === undefined ? callTimeout : timeOf(answered);
    end({ call, time, failed: answered === undefined });
  };
};
