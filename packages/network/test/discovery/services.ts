import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LocalService, LocalServiceAddress, Network } from '@minigate/network';
import { onTestFinished } from 'vitest';

interface Services {
  found: LocalServiceAddress;
  lost: LocalService;
  resolveFail: LocalService;
  stop: undefined;
}

type Told = {
  [E in keyof Services]: { readonly event: E; readonly service: Services[E] };
}[keyof Services];

/** What a program is told of a search, in order. */
export class ServiceLog {
  readonly told: Told[] = [];
  #waiting: (() => void)[] = [];

  constructor({ api }: Network) {
    api.onLocalServiceFound((service) => this.#note({ event: 'found', service }));
    api.onLocalServiceLost((service) => this.#note({ event: 'lost', service }));
    api.onLocalServiceResolveFail((service) => this.#note({ event: 'resolveFail', service }));
    api.onLocalServiceDiscoveryStop(() => this.#note({ event: 'stop', service: undefined }));
  }

  get events(): string[] {
    return this.told.map(({ event, service }) => (service ? `${event} ${service.serviceName}` : event));
  }

  of<E extends keyof Services>(event: E): Services[E][] {
    return this.told.filter((one) => one.event === event).map(({ service }) => service as Services[E]);
  }

  /** Waits until it has been told, `event name`. */
  async until(text: string): Promise<void> {
    while (!this.events.includes(text)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #note(told: Told): void {
    this.told.push(told);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Advertises a service in a second process; the answer says goodbye and ends it. */
export async function advertise(service: {
  name: string;
  type: string;
  port: number;
}): Promise<() => Promise<void>> {
  const script = fileURLToPath(new URL('advertiser.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(service)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  return async () => {
    child.stdin.end();
    await exited;
  };
}
