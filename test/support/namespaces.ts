import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

/** Why this machine cannot make network namespaces; undefined where it can. */
export const whyNoNamespaces: string | undefined = tryNamespace();

/** A computer of its own: a network namespace. */
export interface Host {
  /** Its address on the cable between the two; the netmask is 255.255.255.0. */
  readonly address: string;
  /** Runs a program there. */
  start(command: string, ...args: string[]): HostProcess;
}

/** A program on a host, which ends with the test. */
export interface HostProcess {
  /** The next line of its output; undefined when it has ended. */
  line(): Promise<string | undefined>;
  /** Ends it by the signal. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

let made = 0;

/**
 * Two hosts with a cable between them, which are gone when the test has finished.
 *
 * @example
 * const [own, neighbour] = connectedHosts();
 * neighbour.start('nc', '-l', '80');
 */
export function connectedHosts(): [Host, Host] {
  made += 1;
  const names = ['a', 'b'].map((letter) => `mg${process.pid}-${made}${letter}`);
  const hosts = names.map((name, index) => ({ name, address: `10.77.${made}.${index + 1}` }));
  for (const { name } of hosts) {
    ip('netns', 'add', name);
    onTestFinished(() => ip('netns', 'delete', name));
  }
  const [one, other] = names;
  ip('link', 'add', 'lan0', 'netns', `${one}`, 'type', 'veth', 'peer', 'name', 'lan0', 'netns', `${other}`);
  for (const { name, address } of hosts) {
    ip('-n', name, 'address', 'add', `${address}/24`, 'dev', 'lan0');
    ip('-n', name, 'link', 'set', 'lan0', 'up', 'multicast', 'on');
    ip('-n', name, 'link', 'set', 'lo', 'up');
    ip('-n', name, 'route', 'add', 'default', 'dev', 'lan0');
  }
  const [own, neighbour] = hosts.map(toHost);
  if (own === undefined || neighbour === undefined) throw new Error('There are two hosts.');
  return [own, neighbour];
}

function toHost({ name, address }: { name: string; address: string }): Host {
  return {
    address,
    start(command, ...args) {
      const child = spawn('ip', ['netns', 'exec', name, command, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const started = new Started(child);
      onTestFinished(() => started.stop('SIGKILL'));
      return started;
    },
  };
}

class Started implements HostProcess {
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #exited: Promise<unknown>;

  constructor(child: ChildProcessByStdio<null, Readable, null>) {
    this.#child = child;
    this.#exited = once(child, 'exit');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next();
    return done === true ? undefined : value;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.#exited;
  }
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}

function tryNamespace(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a feature of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (!['/sbin/ip', '/usr/sbin/ip', '/bin/ip', '/usr/bin/ip'].some(existsSync))
    return 'there is no ip command';
  const name = `mg${process.pid}-try`;
  try {
    ip('netns', 'add', name);
    ip('link', 'add', 'lan0', 'netns', name, 'type', 'veth', 'peer', 'name', 'lan1', 'netns', name);
    return undefined;
  } catch (error) {
    return `this machine does not let network namespaces be made (${String(error).split('\n')[0]})`;
  } finally {
    try {
      ip('netns', 'delete', name);
    } catch {
      // It was never made.
    }
  }
}
