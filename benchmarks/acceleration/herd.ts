import { Chooser } from '../../packages/network/src/acceleration/chooser.ts';
import { accelerationFor } from './accelerated.ts';
import { sequence } from './luck.ts';
import type { Scenario, SimulatedServer } from './scenario.ts';
import { World } from './world.ts';

const server = (name: string, way: number, weight: number): SimulatedServer => ({
  origin: `https://${name}.example.com`,
  region: 'eu',
  way,
  weight,
});
/** The first one breaks down; the four after it are near the best, and have these weights. */
const servers = [
  server('www', 40, 2),
  server('a', 41, 1),
  server('b', 41.5, 2),
  server('c', 42, 4),
  server('d', 42.5, 1),
  server('far', 90, 4),
];
const near = servers.slice(0, 5);

/** When many devices choose at once: what each server gets, divided by its part of the weight. */
export interface Herd {
  readonly moment: string;
  readonly shares: readonly { readonly origin: string; readonly share: number }[];
}

/** Devices that know nothing, that have measured, and whose first server breaks down in one moment. */
export function runHerd(devices: number): readonly Herd[] {
  const cold: string[] = [];
  const measured: string[] = [];
  const fled: string[] = [];
  for (let device = 1; device <= devices; device += 1) {
    const chooser = new Chooser({ acceleration: accelerationFor({ servers }), random: sequence(device, 10) });
    const world = new World(calm, device);
    const first = chooser.choose(0);
    cold.push(first.origin);
    learn(chooser, world, first.call, first.origin, 0);
    probeAll(chooser, world, 100);
    const second = chooser.choose(1000);
    measured.push(second.origin);
    learn(chooser, world, second.call, second.origin, 1000);
    for (let n = 0; n < 3; n += 1) {
      const { call, origin } = chooser.choose(2000);
      if (origin === 'https://www.example.com') chooser.failed(call, origin, 'unreachable', 2000);
      else learn(chooser, world, call, origin, 2000);
    }
    fled.push(chooser.choose(2001).origin);
  }
  return [
    { moment: 'nothing is known', shares: sharesOf(cold, servers) },
    { moment: 'all are measured', shares: sharesOf(measured, near) },
    { moment: 'the first one broke down', shares: sharesOf(fled, near.slice(1), measured) },
  ];
}

const calm: Scenario = {
  name: 'herd',
  servers,
  originAtFault: false,
  duration: 10_000,
  warmUp: 0,
  variation: { spread: 0.01, period: 10_000 },
  fault: () => ({}),
};

function learn(chooser: Chooser, world: World, call: number, origin: string, now: number): void {
  const target = servers.find((one) => one.origin === origin);
  const attempt = target && world.attempt(target, call, now);
  if (target === undefined || attempt?.ending !== 'answered') throw new Error(`${origin} does not answer`);
  world.connected(target, now);
  chooser.answered(
    call,
    origin,
    { firstByte: attempt.firstByte, ...(attempt.connect > 0 && { connect: attempt.connect }) },
    now,
  );
}

function probeAll(chooser: Chooser, world: World, now: number): void {
  for (let probes = chooser.probes(now); probes.length > 0; probes = chooser.probes(now)) {
    for (const probe of probes) {
      const target = servers.find(({ origin }) => origin === probe.origin);
      const connect = target && world.connect(target, -now, now);
      if (connect !== undefined) chooser.probeAnswered(probe, { connect }, now);
    }
  }
}

/** Of those who choose anew where `before` is given: the others stay, as they should. */
function sharesOf(
  chosen: readonly string[],
  among: readonly SimulatedServer[],
  before?: readonly string[],
): Herd['shares'] {
  const counted = chosen.filter((_, n) => before === undefined || before[n] === 'https://www.example.com');
  const weights = among.reduce((sum, { weight }) => sum + weight, 0);
  return among.map(({ origin, weight }) => ({
    origin,
    share: counted.filter((one) => one === origin).length / counted.length / (weight / weights),
  }));
}
