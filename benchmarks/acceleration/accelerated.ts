import { accelerationOf } from '@minigate/policy';
import { type Choice, Chooser } from '../../packages/network/src/acceleration/chooser.ts';
import { choiceLimits } from '../../packages/network/src/acceleration/limits.ts';
import type { Probe } from '../../packages/network/src/acceleration/probes.ts';
import { sequence } from './luck.ts';
import type { Scenario, SimulatedServer } from './scenario.ts';
import { type Call, callTimeout, type Strategy, type Surroundings } from './session.ts';

const probeEvery = 1000;

/** Domain acceleration: the chooser, and what an engine does with its choices. */
export const accelerated: Strategy = (surroundings) => {
  const { scenario, clock, seed } = surroundings;
  const acceleration = accelerationFor(scenario);
  const chooser = new Chooser({ acceleration, random: sequence(seed, 10) });
  const probing = (): void => {
    for (const probe of chooser.probes(clock.now)) makeProbe(probe, chooser, surroundings);
    if (clock.now + probeEvery < scenario.duration) clock.after(probeEvery, probing);
  };
  clock.after(0, probing);
  return (call) => new AcceleratedCall(call, chooser, surroundings).start();
};

/** The policy of a scenario. */
export function accelerationFor({ servers }: Pick<Scenario, 'servers'>) {
  const candidates = servers.map(({ origin, region, weight }) => ({ origin, region, weight }));
  const policy = { origin: 'https://www.example.com', candidates };
  const acceleration = accelerationOf({ firstParty: true, acceleration: policy });
  if (acceleration === undefined) throw new Error('a first-party program is accelerated');
  return acceleration;
}

function serverOf({ servers }: Scenario, origin: string): SimulatedServer {
  const server = servers.find((one) => one.origin === origin);
  if (server === undefined) throw new Error(`there is no ${origin}`);
  return server;
}

function makeProbe(probe: Probe, chooser: Chooser, { scenario, world, clock, extra }: Surroundings): void {
  const server = serverOf(scenario, probe.origin);
  // Numbers of their own, so that a probe has luck of its own.
  const number = -Math.floor(clock.now);
  const fail = (why: 'silent' | 'broken', after: number) =>
    clock.after(after, () => chooser.probeFailed(probe, why, clock.now));
  if (probe.kind === 'connection') {
    extra.connections += 1;
    const connect = world.connect(server, number, clock.now);
    if (connect === undefined) fail('silent', choiceLimits.probeTime);
    else
      clock.after(connect, () => {
        world.connected(server, clock.now);
        chooser.probeAnswered(probe, { connect }, clock.now);
      });
    return;
  }
  extra.requests += 1;
  const fresh = !world.isConnected(server, clock.now);
  const attempt = world.attempt(server, number, clock.now);
  if (attempt.ending === 'silent') {
    fail('silent', choiceLimits.probeTime);
    return;
  }
  const { ending, connect, firstByte } = attempt;
  if (ending === 'broken') {
    fail('broken', connect + firstByte);
    return;
  }
  clock.after(connect + firstByte, () => {
    world.connected(server, clock.now);
    chooser.probeAnswered(probe, { firstByte, ...(fresh && { connect }) }, clock.now);
  });
}

/** One call with its repetitions: at most one where a byte was sent, and only if it is idempotent. */
class AcceleratedCall {
  readonly #call: Call;
  readonly #chooser: Chooser;
  readonly #around: Surroundings;
  readonly #choice: Choice;
  readonly #next: string[];
  #repeated = false;
  #ended = false;

  constructor(call: Call, chooser: Chooser, around: Surroundings) {
    this.#call = call;
    this.#chooser = chooser;
    this.#around = around;
    this.#choice = chooser.choose(around.clock.now);
    this.#next = [...this.#choice.alternates];
  }

  start(): void {
    this.#around.clock.after(callTimeout, () => this.#end(true));
    const { headStart, origin } = this.#choice;
    const server = serverOf(this.#around.scenario, origin);
    if (headStart === undefined || this.#around.world.isConnected(server, this.#around.clock.now)) {
      this.#attempt(server);
    } else this.#race([server, ...this.#next.map((one) => serverOf(this.#around.scenario, one))], headStart);
  }

  /** Connections beside each other; the request goes over the first one. */
  #race(servers: readonly SimulatedServer[], headStart: number): void {
    const { clock, world, extra } = this.#around;
    let won = false;
    for (const [index, server] of servers.entries()) {
      clock.after(index * headStart, () => {
        if (won || this.#ended) return;
        if (index > 0) extra.connections += 1;
        const connect = world.connect(server, this.#call.number, clock.now);
        if (connect === undefined) return;
        clock.after(connect, () => {
          world.connected(server, clock.now);
          if (won || this.#ended) return;
          won = true;
          if (index > 0) {
            this.#chooser.abandoned(this.#choice.call, this.#choice.origin);
            this.#chooser.repeated(this.#choice.call, server.origin, clock.now);
          }
          this.#attempt(server, connect);
        });
      });
    }
  }

  #attempt(server: SimulatedServer, connected?: number): void {
    const { clock, world } = this.#around;
    const fresh = !world.isConnected(server, clock.now);
    const attempt = world.attempt(server, this.#call.number, clock.now);
    let open = true;
    const sent = attempt.ending === 'silent' ? attempt.connected : true;
    clock.after(this.#choice.patience, () => {
      if (!open || this.#ended) return;
      if (sent && !(this.#call.idempotent && this.#mayRepeat() && this.#chooser.mayHedge())) return;
      this.#chooser.failed(this.#choice.call, server.origin, sent ? 'silent' : 'unreachable', clock.now);
      world.disconnected(server);
      this.#repeat(sent);
    });
    if (attempt.ending === 'silent') {
      clock.after(callTimeout - (clock.now - this.#call.at), () => {
        if (this.#ended || !open) return;
        this.#chooser.failed(this.#choice.call, server.origin, 'silent', clock.now);
        world.disconnected(server);
      });
      return;
    }
    const { ending, connect, firstByte } = attempt;
    clock.after(connect + firstByte, () => {
      open = false;
      if (this.#ended) return;
      if (ending === 'answered') {
        world.connected(server, clock.now);
        const made = connected ?? (fresh ? connect : undefined);
        const timing = { firstByte, ...(made !== undefined && { connect: made }) };
        this.#chooser.answered(this.#choice.call, server.origin, timing, clock.now);
        this.#end(false, server.origin);
        return;
      }
      this.#chooser.failed(this.#choice.call, server.origin, 'broken', clock.now);
      world.disconnected(server);
      if (this.#call.idempotent && this.#mayRepeat()) this.#repeat(true);
      else this.#end(true);
    });
  }

  #mayRepeat(): boolean {
    return !this.#repeated && this.#next.length > 0;
  }

  #repeat(sent: boolean): void {
    const { clock, extra, scenario } = this.#around;
    const origin = this.#next.shift();
    if (origin === undefined) return;
    if (sent) {
      this.#repeated = true;
      extra.requests += 1;
    }
    this.#chooser.repeated(this.#choice.call, origin, clock.now);
    this.#attempt(serverOf(scenario, origin));
  }

  #end(failed: boolean, origin?: string): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const { origin: one } of this.#around.scenario.servers)
      this.#chooser.abandoned(this.#choice.call, one);
    const time = this.#around.clock.now - this.#call.at;
    this.#around.end({ call: this.#call, time, failed, ...(origin !== undefined && { origin }) });
  }
}
