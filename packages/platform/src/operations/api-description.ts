import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Core } from '../core.ts';
import type { Access } from '../http/access.ts';
import type { App } from '../http/app.ts';
import { sessionCookie } from '../http/session-cookie.ts';

const securitySchemes = {
  sessionToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The same for programs, such as the command line.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The access token of a mini program, for its own servers.',
  },
  accessTokenInQuery: {
    type: 'apiKey',
    in: 'query',
    name: 'access_token',
    description: 'The same where it cannot be sent in a header, as servers written for WeChat do it.',
  },
  appSecret: {
    type: 'http',
    scheme: 'basic',
    description: 'The AppId and the AppSecret of a mini program, for OAuth 2.0 clients.',
  },
} as const;

/** Gathers the schemas of all routes that are registered from now on. */
export async function describeApi(app: App, { settings }: Core): Promise<void> {
  const session = {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie(settings).name,
    description: 'The cookie of somebody who is signed in to the console.',
  } as const;
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Minigate platform',
        version: '1',
        description: 'The console, the open API and the signed policies of a mini program platform.',
      },
      components: { securitySchemes: { session, ...securitySchemes } },
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given);
      const { access } = given.route.config ?? {};
      const { security = securityOf(access) } = schema ?? {};
      return { schema: { ...schema, security, description: describe(access) }, url };
    },
  });
}

/** `GET /openapi.json`: the description of the API, made of the schemas that judge its requests. */
export function apiDescriptionRoutes(app: App): void {
  app.get('/openapi.json', { config: { access: 'anyone' }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
}

function securityOf(access: Access | undefined): Record<string, string[]>[] {
  if (access === undefined || access === 'anyone' || access === 'metrics') return [];
  if (access === 'access-token') return [{ accessToken: [] }, { accessTokenInQuery: [] }];
  return [{ session: [] }, { sessionToken: [] }];
}

function describe(access: Access | undefined): string {
  if (access === undefined || access === 'anyone' || access === 'metrics') return 'For everyone.';
  if (access === 'access-token') return "For a mini program's own servers.";
  if (access === 'signed-in') return 'For everyone who is signed in.';
  if (access === 'operator') return 'For operators of the platform.';
  const [, role] = access.split(':');
  return `For members of the team with the role ${role} or a higher one.`;
}
