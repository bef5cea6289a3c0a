import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type RawServerDefault,
} from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import { isSecure } from '../settings.ts';
import type { RouteAccess } from './access.ts';
import { answerWithError, createErrorHandler, refuseConnection } from './error-answers.ts';
import { Guard, type TokenReader } from './guard.ts';
import { RateLimits } from './rate-limits.ts';
import { securityHeaders } from './security-headers.ts';

/** A Fastify whose routes have zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

const KiB = 1024;

/** What bounds a request, whoever sends it. */
export const requestLimits = {
  bodyBytes: 256 * KiB,
  headerBytes: 16 * KiB,
  /** Milliseconds for a request to arrive. */
  requestTime: 15_000,
  /** Milliseconds that an unused connection is kept. */
  idleTime: 65_000,
} as const;

/**
 * The HTTP server without its routes: who may use which, what bounds a request, and how an error looks, are the same
 * for all of them.
 */
export async function createApp(core: Core, readToken: TokenReader): Promise<App> {
  const secure = isSecure(core.settings);
  const logger: FastifyBaseLogger = core.log;
  const app = Fastify({
    loggerInstance: logger,
    // Lines name the request themselves; a logger for each one would cost more than the line.
    childLoggerFactory: (parent) => parent,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: requestLimits.bodyBytes,
    requestTimeout: requestLimits.requestTime,
    keepAliveTimeout: requestLimits.idleTime,
    trustProxy: core.settings.trustedProxies.length > 0 ? [...core.settings.trustedProxies] : false,
    genReqId: () => randomUUID(),
    http: { maxHeaderSize: requestLimits.headerBytes },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void answerWithError(error, request, reply),
    clientErrorHandler: refuseConnection,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  app.decorateRequest('actor');
  app.decorateRequest('program');
  app.decorateRequest('role');
  const routes: RouteAccess[] = [];
  app.decorate('routeAccess', routes);
  app.addHook('onRoute', ({ config, method, url }) => {
    if (config?.access === undefined)
      throw new Error(`${String(method)} ${url} does not say who may use it.`);
    for (const one of [method].flat()) routes.push({ method: one, path: url, access: config.access });
  });
  const { forPages, forPrograms } = securityHeaders(secure);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.routeOptions.config.forPrograms === true ? forPrograms : forPages);
    done();
  });
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  const guard = new Guard(core, readToken, new RateLimits(app, core.settings));
  app.addHook('onRequest', async (request, reply) => {
    request.actor = { kind: 'nobody' };
    reply.header('x-request-id', request.id);
    await guard.judge(request, request.routeOptions.config.access);
  });

  app.setErrorHandler(createErrorHandler(core));
  app.setNotFoundHandler(() => {
    throw new ApiError('NOT_FOUND');
  });
  return app;
}
