import { z } from 'zod';
import type { Core } from '../core.ts';
import type { App } from '../http/app.ts';
import { ApiError } from '../errors.ts';
import { errorBody } from '../http/schemas.ts';

const fine = z.object({ status: z.literal('ok') });

/**
 * `GET /healthz` says that the process answers: who gets no answer starts it anew. `GET /readyz` says that it can do
 * its work: who gets anything but 200 sends requests elsewhere for a while.
 */
export function healthRoutes(app: App, { storage }: Core): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });

  app.get(
    '/healthz',
    {
      config: { access: 'anyone', uncounted: true },
      schema: { summary: 'Whether the process answers', response: { 200: fine } },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { access: 'anyone', uncounted: true },
      schema: { summary: 'Whether the platform can do its work', response: { 200: fine, '5xx': errorBody } },
    },
    async () => {
      if (closing) throw new ApiError('UNAVAILABLE', { detail: 'it is being stopped' });
      try {
        await storage.check();
      } catch (cause) {
        throw new ApiError('UNAVAILABLE', { detail: 'the database does not answer', cause });
      }
      return { status: 'ok' as const };
    },
  );
}
