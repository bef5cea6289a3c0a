import { z } from 'zod';
import type { App } from '../http/app.ts';
import { errorBody, id } from '../http/schemas.ts';
import type { PolicyEvents } from './policy-events.ts';

/** Server-sent events are for the one who asked: no cache keeps them, and nothing on the way gathers or changes them. */
const head = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/**
 * Announcements of new policy versions: `event: policy`, with the version as its id and in its data. `event: reconnect`
 * says that the replica is being stopped.
 */
export function eventRoutes(app: App, policyEvents: PolicyEvents): void {
  app.addHook('preClose', async () => policyEvents.close());

  app.get(
    '/client/v1/mini-programs/:appId/policy/events',
    {
      config: { access: 'anyone', forPrograms: true },
      exposeHeadRoute: false,
      schema: {
        summary: 'Announces new versions of the policy of a mini program, as server-sent events',
        params: z.object({ appId: id }),
        response: {
          200: { content: { 'text/event-stream': { schema: z.string() } } },
          '4xx': errorBody,
          '5xx': errorBody,
        },
      },
    },
    async (request, reply) => {
      const known = request.headers['last-event-id'];
      await policyEvents.subscribe({
        appId: request.params.appId,
        address: request.ip,
        known: typeof known === 'string' ? known : undefined,
        response: reply.raw,
        begin() {
          reply.hijack();
          reply.raw.writeHead(200, { ...head, 'x-request-id': request.id });
        },
      });
      return reply;
    },
  );
}
