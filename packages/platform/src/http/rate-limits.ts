import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import type { Settings } from '../settings.ts';

const minute = 60_000;

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * How many requests a minute one address, one account and the tokens of one program may make. Each replica counts for
 * itself, and remembers the 5,000 of each kind that asked last: what must be counted exactly, such as wrong passwords, is
 * counted in the database.
 */
export class RateLimits {
  readonly #address: Limiter | undefined;
  readonly #account: Limiter | undefined;
  readonly #program: Limiter | undefined;

  /** @param app has @fastify/rate-limit */
  constructor(app: Pick<FastifyInstance, 'createRateLimit'>, { limits }: Settings) {
    const limiter = (max: number, keyGenerator?: (request: FastifyRequest) => string) =>
      max === 0
        ? undefined
        : app.createRateLimit({
            max,
            timeWindow: minute,
            ...(keyGenerator === undefined ? {} : { keyGenerator }),
          });
    this.#address = limiter(limits.address);
    this.#account = limiter(limits.account, ({ actor }) => (actor.kind === 'user' ? actor.userId : ''));
    this.#program = limiter(limits.program, ({ actor }) => (actor.kind === 'program' ? actor.appId : ''));
  }

  /** @throws ApiError `TOO_MANY_REQUESTS` */
  countAddress(request: FastifyRequest): Promise<void> {
    return count(this.#address, request);
  }

  /** By who is known to ask. @throws ApiError `TOO_MANY_REQUESTS` */
  countActor(request: FastifyRequest): Promise<void> {
    return count(request.actor.kind === 'program' ? this.#program : this.#account, request);
  }
}

async function count(limiter: Limiter | undefined, request: FastifyRequest): Promise<void> {
  const result = await limiter?.(request);
  if (result === undefined || result.isAllowed || !result.isExceeded) return;
  throw new ApiError('TOO_MANY_REQUESTS', { retryAfter: Math.max(1, result.ttlInSeconds) });
}
