import type { Acceleration, Origin, Target } from '@minigate/policy';
import { Disguise } from './disguise.ts';
import type { ObservedChooser } from './observed-chooser.ts';
import { placeOf } from './place.ts';

/**
 * Where the calls to an accelerated origin go, by one policy and on one network of the device. A call keeps the route
 * that it began with.
 */
export class Route {
  readonly chooser: ObservedChooser;
  readonly acceleration: Acceleration;
  readonly disguise: Disguise;
  readonly #hostname: string;
  /** By origin, as the policy writes it. */
  readonly #places: ReadonlyMap<string, Origin>;

  constructor(acceleration: Acceleration, chooser: ObservedChooser) {
    this.acceleration = acceleration;
    this.chooser = chooser;
    const origin = placeOf(acceleration.origin);
    const candidates = acceleration.candidates.map(
      (candidate) => [candidate.origin, placeOf(candidate.origin)] as const,
    );
    this.#hostname = origin.hostname;
    this.#places = new Map([[acceleration.origin, origin], ...candidates]);
    this.disguise = new Disguise(
      origin,
      candidates.map(([, place]) => place),
    );
  }

  /** Whether calls to this target are accelerated: the very origin, and no port. */
  leads({ scheme, hostname, explicitPort }: Target): boolean {
    return scheme === 'https' && explicitPort === undefined && hostname === this.#hostname;
  }

  /** Where a server is dialled. */
  placeOf(origin: string): Origin {
    return this.#places.get(origin) ?? placeOf(origin);
  }
}
