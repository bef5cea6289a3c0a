import type { App } from '../http/app.ts';
import type { Metrics } from './metrics.ts';

/** `GET /metrics`, for Prometheus; not open to everyone. */
export function metricsRoutes(app: App, { registry }: Metrics): void {
  app.get('/metrics', { config: { access: 'metrics' }, schema: { hide: true } }, async (_, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
