import type { App } from '../http/app.ts';

/**
 * Lets a platform that is being stopped end with the last request: a connection that was answered meanwhile is closed,
 * and not kept for the next request, which would be refused.
 */
export function stopGracefully(app: App): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
    done();
  });
}
