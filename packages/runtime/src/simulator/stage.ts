import { isPolicyFeed, type NetworkOptions, type PolicyFeed } from '@minigate/network';
import { type DatedPolicyDocument, type HostProfile, type PolicyDocument, profiles } from '@minigate/policy';
import { createRecorder, type RecorderLimits } from '../inspector/recorder.ts';
import { tellHost } from '../host-console.ts';
import { createMiniProgram, type MiniProgram } from '../mini-program.ts';
import { ProgramError } from '../program-error.ts';
import type { SandboxLimits } from '../program-options.ts';
import type { AccelerationLog } from './acceleration-log.ts';
import type { CallLog } from './call-log.ts';
import type { ConsoleLog } from './console-log.ts';
import type { Device } from './device.ts';
import type { Feed } from './feed.ts';
import { simulatorLimits } from './limits.ts';
import { atOnce } from './live-policy.ts';
import type { MocksInForce } from './mocks-in-force.ts';
import type { DeviceChange, ProgramState } from './protocol.ts';

/** How the network of every run is made. What the device decides is not among it. */
export type StageNetwork = Pick<
  NetworkOptions,
  'tls' | 'resolve' | 'allowAddresses' | 'ownPorts' | 'proxy' | 'interfaces' | 'discovery' | 'acceleration'
>;

export interface StageOptions extends SandboxLimits {
  readonly directory: string;
  readonly name: string;
  readonly policy: PolicyDocument | PolicyFeed;
  readonly policyOrigin: string;
  readonly consoleUrl: string | undefined;
  readonly profile: HostProfile | undefined;
  readonly network: StageNetwork;
  /** What outlasts a run, as on a device: the storage of the program, and its files. */
  readonly storageDirectory: string;
  readonly userDirectory: string;
}

/** What a run is watched by. */
interface Watchers {
  readonly feed: Feed;
  readonly calls: CallLog;
  readonly lines: ConsoleLog;
  readonly device: Device;
  readonly mocks: MocksInForce;
  readonly acceleration: AccelerationLog;
}

type Standing = Pick<ProgramState, 'run' | 'state' | 'startedAt' | 'message'>;

const recorded: RecorderLimits = { entries: simulatorLimits.calls };

/**
 * Where one program runs after the other: every cold start is a new run of what its folder holds then. There is one run
 * at a time, and never none for long: a folder that holds no program leaves a `broken` one, which says why.
 */
export class Stage {
  readonly #options: StageOptions;
  readonly #watchers: Watchers;
  #program: MiniProgram | undefined;
  #standing: Standing = { run: 0, state: 'starting', startedAt: Date.now() };
  /** What ends the last work that was asked for. */
  #work: Promise<void> = Promise.resolve();
  /** A start that has not begun: whoever wants another one shares it. */
  #next: Promise<void> | undefined;
  #closed = false;
  /** The profile of the present run: a policy that comes later does not change it. */
  #ofRun: HostProfile | undefined;
  /** Of the policy that came last. */
  #version: number | undefined;
  readonly #stopFollowing: () => void;

  constructor(options: StageOptions, watchers: Watchers) {
    this.#options = options;
    this.#watchers = watchers;
    const { policy } = options;
    this.#version = isPolicyFeed(policy) ? policy.policy?.version : policy.version;
    this.#stopFollowing = isPolicyFeed(policy)
      ? policy.on('policy', (taken) => this.#onPolicy(taken.policy))
      : () => {};
  }

  /** The number of the present run. */
  get run(): number {
    return this.#standing.run;
  }

  get profiles(): readonly string[] {
    return Object.keys(profiles);
  }

  /** Ends what runs and starts from the files. Resolves when the program runs, or it is known why not. */
  restart(): Promise<void> {
    this.#next ??= this.#then(async () => {
      this.#next = undefined;
      await this.#end();
      if (!this.#closed) await this.#start();
    });
    return this.#next;
  }

  /** Does what is asked of the device; resolves when it is so. */
  async change(change: DeviceChange): Promise<void> {
    const { device } = this.#watchers;
    const { lifecycle, ...rest } = change;
    device.update(rest);
    const isColdStart = (['firstParty', 'profile', 'clockOffset'] as const).some((field) => field in change);
    if (isColdStart) await this.restart();
    const program = this.#program;
    if (program === undefined) return;
    if (change.debugging !== undefined) program.network.setDebugging(change.debugging);
    if (change.connection !== undefined) program.network.setConnection({ type: change.connection });
    if (lifecycle === 'background') program.enterBackground();
    if (lifecycle === 'foreground') program.enterForeground();
  }

  /** Tells the state of the program again: something of it has changed. */
  tell(): void {
    this.#watchers.feed.change('program', () => ({ kind: 'program', program: this.#state() }));
  }

  /** Says something in the console pane that is not of the program. */
  say(level: 'info' | 'error', text: string): void {
    this.#watchers.lines.add({ run: this.run, kind: 'simulator', level, texts: [text] });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopFollowing();
    await this.#then(() => this.#end());
  }

  #then(work: () => Promise<void>): Promise<void> {
    return (this.#work = this.#work.then(work));
  }

  async #start(): Promise<void> {
    const run = this.#standing.run + 1;
    this.#stand({ run, state: 'starting', startedAt: Date.now() });
    this.#watchers.device.moveTo('foreground');
    try {
      const program = await this.#create(run);
      this.#program = program;
      this.#stand({ ...this.#standing, state: 'running' });
      this.#watch(run, program);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!(error instanceof ProgramError)) tellHost('The program could not be started:', error);
      this.#stand({ ...this.#standing, state: 'broken', message });
      this.say('error', message);
    }
  }

  #create(run: number): Promise<MiniProgram> {
    const { directory, policy, network, storageDirectory, userDirectory, memoryLimit, watchdog } =
      this.#options;
    const { device, mocks, acceleration } = this.#watchers;
    const { debugging, connection, firstParty } = device.state;
    const profile = this.#profile();
    this.#ofRun = profile ?? this.#profileOfPolicy();
    return createMiniProgram({
      ...network,
      directory,
      policy: isPolicyFeed(policy) ? atOnce(policy) : policy,
      debugging,
      storageDirectory,
      userDirectory,
      traceCalls: true,
      consoleValues: true,
      clockOffset: device.state.clockOffset,
      interpose: (transport, clock) =>
        device.conditions.interpose(mocks.answers.interpose(transport, clock), clock),
      ...(profile === undefined ? undefined : { profile }),
      ...(memoryLimit === undefined ? undefined : { memoryLimit }),
      ...(watchdog === undefined ? undefined : { watchdog }),
      onNetwork: (made) => {
        made.setConnection({ type: connection });
        if (firstParty !== 'policy' && made.policy !== undefined)
          made.updatePolicy({ ...made.policy, firstParty });
        acceleration.watch(made);
      },
      onConsole: ({ level, args, kind: method, ...more }) => {
        const shown = method === undefined ? more : { ...more, method };
        this.#watchers.lines.add({ run, kind: 'console', level, texts: args, ...shown });
      },
    });
  }

  /** The profile that wins over the one that the policy names. */
  #profile(): HostProfile | undefined {
    const { profile: chosen } = this.#watchers.device.state;
    const named = Object.entries(profiles).find(([name]) => name === chosen);
    return named?.[1] ?? this.#options.profile;
  }

  #profileInForce(): HostProfile {
    return this.#ofRun ?? this.#profile() ?? this.#profileOfPolicy();
  }

  #profileOfPolicy(): HostProfile {
    return profiles[this.#policy()?.profile ?? 'binance'];
  }

  #policy(): PolicyDocument | undefined {
    const { policy } = this.#options;
    return this.#program?.network.policy ?? (isPolicyFeed(policy) ? policy.policy : policy);
  }

  #watch(run: number, program: MiniProgram): void {
    const { calls, lines, device } = this.#watchers;
    const recorder = createRecorder(program, recorded);
    recorder.watch(
      (entry) => calls.record(run, entry),
      (entry) => {
        calls.drop(run, entry);
        this.tell();
      },
    );
    program.network.on('lifecycle', ({ state, time }) => {
      if (state === 'closed') return;
      device.moveTo(
        state,
        state === 'background' ? time + this.#profileInForce().background.grace : undefined,
      );
    });
    program.on('error', ({ message, ...more }) => {
      lines.add({ run, kind: 'error', level: 'error', texts: [message], ...more });
    });
    program.on('unsupported', ({ name }) => {
      lines.add({ run, kind: 'unsupported', level: 'warn', texts: [name] });
    });
    program.on('exit', ({ reason, message }) => {
      recorder.stop();
      calls.endRun(run);
      if (this.#program !== program) return;
      this.#program = undefined;
      this.#stand({ ...this.#standing, state: 'ended', message });
      if (reason !== 'closed') this.say('error', message);
    });
  }

  async #end(): Promise<void> {
    await this.#program?.close();
  }

  /** The network takes it by itself, unless the device says otherwise who is first-party. */
  #onPolicy({ version, ...policy }: DatedPolicyDocument): void {
    const { firstParty } = this.#watchers.device.state;
    const isNew = version !== this.#version;
    this.#version = version;
    if (firstParty !== 'policy') this.#program?.network.updatePolicy({ ...policy, version, firstParty });
    this.tell();
    if (!isNew || this.#standing.run === 0 || this.#closed) return;
    this.say('info', `Version ${version} of the policy has come. It counts from the next call on.`);
  }

  #stand(standing: Standing): void {
    this.#standing = standing;
    this.tell();
  }

  #state(): ProgramState {
    const { name, policyOrigin, consoleUrl, policy: given } = this.#options;
    const policy = this.#policy();
    return {
      ...this.#standing,
      name,
      appId: given.appId,
      policyOrigin,
      ...(policy === undefined ? undefined : { policy }),
      ...(consoleUrl === undefined ? undefined : { consoleUrl }),
      profile: this.#profileInForce(),
      profiles: this.profiles,
      dropped: this.#watchers.calls.dropped,
    };
  }
}
