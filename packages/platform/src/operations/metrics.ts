import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { App } from '../http/app.ts';

/** Seconds; what is slower than the last is a fault rather than a request. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What Prometheus reads at `/metrics`: this process, its requests, and what the parts of the platform count. */
export class Metrics {
  /** Parts of the platform register their own counters here, named `minigate_…`. */
  readonly registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.#requests = new Histogram({
      name: 'minigate_http_request_duration_seconds',
      help: 'How long requests took, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers: [this.registry],
    });
  }

  /** Routes are named as they are written, never as they were called: a path can be anything. */
  count(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status }, seconds);
  }
}

/** `GET /metrics`, for Prometheus; not open to everyone. */
export function metricsRoutes(app: App, { registry }: Metrics): void {
  app.get('/metrics', { config: { access: 'metrics' }, schema: { hide: true } }, async (_, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
