import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../errors.ts';
import type { App } from '../http/app.ts';

/** The names of assets have a hash of what they hold: they never change. */
const kept = { cacheControl: true, maxAge: '365d', immutable: true } as const;

const assetName = /^[\w-][\w.-]*$/;

/**
 * The console: `GET /console` is its page, `/assets/…` what the page is made of. Places inside the console are behind
 * the `#` of its address, so that a one-time link never reaches a log.
 *
 * @param folder of the built pages
 */
export async function pageRoutes(app: App, folder: string): Promise<void> {
  const options = { config: { access: 'anyone', uncounted: true }, schema: { hide: true } } as const;
  const send = (reply: FastifyReply, file: string) =>
    reply.header('cache-control', 'no-cache').sendFile(file, { cacheControl: false });
  await app.register(fastifyStatic, { root: folder, serve: false });
  app.get('/', options, (_request, reply) => reply.redirect('/console'));
  app.get('/console', options, (_request, reply) => send(reply, 'console.html'));
  app.get('/minigate.svg', options, (_request, reply) => send(reply, 'minigate.svg'));
  app.get<{ Params: { name: string } }>('/assets/:name', options, (request, reply) => {
    const { name } = request.params;
    if (!assetName.test(name)) throw new ApiError('NOT_FOUND');
    return reply.removeHeader('cache-control').sendFile(`assets/${name}`, kept);
  });
}
