import { createConditions, type DeviceConditions } from './conditions.ts';
import type { Feed } from './feed.ts';
import { linkPresets } from './presets.ts';
import type { DeviceState } from './protocol.ts';

/** The device that programs find themselves on. It outlasts them: a cold start begins in the foreground of the same one. */
export class Device {
  /** Its link, which every program of it goes over. */
  readonly conditions: DeviceConditions = createConditions();
  readonly #feed: Feed;
  #state: Omit<DeviceState, 'graceEndsAt'>;
  #graceEndsAt: number | undefined;

  constructor(feed: Feed, debugging: boolean) {
    this.#feed = feed;
    this.#state = {
      lifecycle: 'foreground',
      connection: 'wifi',
      conditions: { preset: 'none', ...linkPresets.none },
      debugging,
      firstParty: 'policy',
      profile: 'policy',
      clockOffset: 0,
    };
    this.update({});
  }

  get state(): DeviceState {
    const graceEndsAt = this.#graceEndsAt;
    return graceEndsAt === undefined ? this.#state : { ...this.#state, graceEndsAt };
  }

  update(change: Partial<Omit<DeviceState, 'graceEndsAt'>>): void {
    if (change.conditions !== undefined) this.conditions.set(change.conditions);
    this.#state = { ...this.#state, ...change };
    this.#feed.change('device', () => ({ kind: 'device', device: this.state }));
  }

  /** @param graceEndsAt of a program in the background, as long as it has its grace */
  moveTo(lifecycle: DeviceState['lifecycle'], graceEndsAt?: number): void {
    this.#graceEndsAt = graceEndsAt;
    this.update({ lifecycle });
  }
}
