import { binance } from '@minigate/policy';
import { z } from 'zod';
import { quotaLimitsOf } from '../access-tokens/quota.ts';
import { originOf } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { errorBody, time } from '../http/schemas.ts';
import type { Services } from '../services.ts';
import { limitsInForce, operatorLimits, platformLimits } from './limits.ts';
import type { PlatformState } from './platform-state.ts';

const revision = z.int().nonnegative();
const changesPerMonth = z.union([z.number(), z.literal('unlimited')]);

const platform = z.object({
  revision,
  revisedAt: time,
  bannedHosts: z.array(z.string()).readonly(),
  acceleration: z.record(z.string(), z.unknown()).readonly(),
  limits: platformLimits,
  /** What holds where operators have set nothing, and beside it. */
  profile: z.object({ name: z.string(), bannedHosts: z.array(z.string()).readonly() }),
  inForce: z.object({
    serverDomains: z.object({ maxEntries: z.number(), changesPerMonth }),
    accessTokens: z.object({ requestsPerMinute: z.number(), requestsPerDay: z.number() }),
  }),
});

/** What operators have set, and what holds with it. */
export type PlatformView = z.infer<typeof platform>;

const response = { 200: platform, '4xx': errorBody };

/** What operators set for every mini program. */
export function platformStateRoutes(app: App, { platformStates }: Services): void {
  app.get(
    '/operator/v1/platform',
    {
      config: { access: 'operator' },
      schema: { summary: 'Banned hosts, acceleration policies and limits of the platform', response },
    },
    async () => show(await platformStates.get()),
  );

  app.put(
    '/operator/v1/platform/banned-hosts',
    {
      config: { access: 'operator', action: 'platform.ban-hosts' },
      schema: {
        summary: 'Sets the hosts that no mini program may call, beside those of the host profile',
        body: z.strictObject({
          revision,
          bannedHosts: z.array(z.string().max(1024)).max(operatorLimits.mostBannedHosts),
        }),
        response,
      },
    },
    (request) => {
      const { revision: seen, bannedHosts } = request.body;
      return platformStates.banHosts(originOf(request), seen, bannedHosts).then(show);
    },
  );

  app.put(
    '/operator/v1/platform/acceleration',
    {
      config: { access: 'operator', action: 'platform.set-acceleration' },
      schema: {
        summary: 'Sets the acceleration policies that policy documents carry',
        body: z.strictObject({ revision, acceleration: z.record(z.string(), z.unknown()) }),
        response,
      },
    },
    (request) => {
      const { revision: seen, acceleration } = request.body;
      return platformStates.setAcceleration(originOf(request), seen, acceleration).then(show);
    },
  );

  app.put(
    '/operator/v1/platform/limits',
    {
      config: { access: 'operator', action: 'platform.set-limits' },
      schema: {
        summary: 'Sets other limits than those of the host profile',
        body: z.strictObject({ revision, limits: platformLimits }),
        response,
      },
    },
    (request) => {
      const { revision: seen, limits } = request.body;
      return platformStates.setLimits(originOf(request), seen, limits).then(show);
    },
  );
}

function show(state: PlatformState) {
  const { name, bannedHosts } = binance;
  return {
    ...state,
    profile: { name, bannedHosts },
    inForce: { serverDomains: limitsInForce(state.limits), accessTokens: quotaLimitsOf(state.limits) },
  };
}
