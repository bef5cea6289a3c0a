import type { Core } from '../core.ts';
import type { App } from '../http/app.ts';

/**
 * One line of log and one observation for each request that has ended. The route stands as it is written: what was
 * really called may have a secret in its query. What clients ask for all the time has a line where it was refused.
 */
export function logRequests(app: App, { log, metrics }: Core): void {
  // Every field of these lines is named here and none is a secret, so they need no search for secrets, which costs most.
  const lines = log.child({}, { redact: [] });
  app.addHook('onResponse', (request, reply, done) => {
    const { actor, method, id } = request;
    const { url: route = 'none', config } = request.routeOptions;
    const status = reply.statusCode;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    metrics.count(method, route, status, reply.elapsedTime / 1000);
    const level = config.forPrograms === true && status < 400 ? 'debug' : 'info';
    if (lines.isLevelEnabled(level)) {
      const who = actor.kind === 'user' ? actor.userId : actor.kind === 'program' ? actor.appId : undefined;
      lines[level]({ requestId: id, method, route, status, milliseconds, who }, 'request');
    }
    done();
  });
}
