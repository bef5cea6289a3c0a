import type { Core } from '../core.ts';
import type { App } from '../http/app.ts';

/**
 * One line of log and one observation for each request that has ended. The route stands as it is written: what was
 * really called may have a secret in its query.
 */
export function logRequests(app: App, { log, metrics }: Core): void {
  app.addHook('onResponse', async (request, reply) => {
    const { actor, method, id } = request;
    const route = request.routeOptions.url ?? 'none';
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    metrics.count(method, route, reply.statusCode, reply.elapsedTime / 1000);
    const who = actor.kind === 'user' ? actor.userId : actor.kind === 'program' ? actor.appId : undefined;
    log.info({ requestId: id, method, route, status: reply.statusCode, milliseconds, who }, 'request');
  });
}
