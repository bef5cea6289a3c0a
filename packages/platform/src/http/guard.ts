import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { includesRole, isRole, type Role } from '../accounts/roles.ts';
import { Sessions } from '../accounts/sessions.ts';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import { sameText } from '../same-text.ts';
import type { Access, Actor } from './access.ts';
import type { RateLimits } from './rate-limits.ts';
import { sessionCookie } from './session-cookie.ts';

/** Finds the program that an access token was issued to; undefined if the token is not valid. */
export type TokenReader = (token: string) => Promise<{ appId: string; teamId: string } | undefined>;

type Params = Readonly<Record<string, string | undefined>>;

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Judges who may use a route, before anything of the request's body is read. */
export class Guard {
  readonly #core: Core;
  readonly #readToken: TokenReader;
  readonly #limits: RateLimits;
  readonly #sessions: Sessions;
  readonly #cookie: string;

  constructor(core: Core, readToken: TokenReader, limits: RateLimits) {
    this.#core = core;
    this.#readToken = readToken;
    this.#limits = limits;
    this.#sessions = new Sessions(core);
    this.#cookie = sessionCookie(core.settings).name;
  }

  /**
   * @param access undefined where there is no route
   * @throws ApiError if the one who asks may not use the route, or asks too often
   */
  async judge(request: FastifyRequest, access: Access | undefined): Promise<void> {
    this.#refuseForeignPages(request);
    if (access === 'access-token') {
      await this.#admitProgram(request);
      return;
    }
    if (request.routeOptions.config.uncounted !== true) await this.#limits.countAddress(request);
    switch (access) {
      case undefined:
      case 'anyone':
        return;
      case 'metrics':
        this.#admitMetrics(request);
        return;
      default:
    }
    const user = await this.#readUser(request);
    request.actor = user;
    await this.#limits.countActor(request);
    if (access === 'operator') {
      if (!user.operator) throw new ApiError('FORBIDDEN');
    } else if (access.startsWith('team:')) {
      await this.#admitToTeam(request, user, idOf(request, 'teamId'), access.slice(5) as Role);
    } else if (access.startsWith('program:')) {
      const teamId = await this.#readProgramAtHand(request);
      await this.#admitToTeam(request, user, teamId, access.slice(8) as Role);
    }
  }

  /**
   * A browser says which page a request comes from; only the platform's own pages may change anything. What is no
   * browser says nothing, and has no cookies that a page could misuse.
   */
  #refuseForeignPages({ method, headers }: FastifyRequest): void {
    if (safeMethods.has(method)) return;
    const { origin, 'sec-fetch-site': site } = headers;
    if (origin !== undefined && origin !== this.#core.publicUrl) throw new ApiError('FOREIGN_ORIGIN');
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new ApiError('FOREIGN_ORIGIN');
  }

  /** By the header if there is one, else by the cookie. */
  async #readUser({ headers, cookies }: FastifyRequest): Promise<Extract<Actor, { kind: 'user' }>> {
    const { authorization } = headers;
    const token = authorization === undefined ? cookies[this.#cookie] : bearerOf(authorization);
    const found = token === undefined ? undefined : await this.#sessions.read(token);
    if (found === undefined) throw new ApiError('NOT_SIGNED_IN');
    return { kind: 'user', ...found };
  }

  /**
   * A server may ask as often as its program may. Only tokens that are not valid count for its address, and those shut
   * nobody out who shares it.
   */
  async #admitProgram(request: FastifyRequest): Promise<void> {
    const { access_token: inQuery } = request.query as Readonly<Record<string, unknown>>;
    const given = inQuery ?? bearerOf(request.headers.authorization);
    const found = typeof given === 'string' ? await this.#readToken(given) : undefined;
    if (found === undefined) {
      await this.#limits.countAddress(request);
      throw new ApiError('INVALID_ACCESS_TOKEN');
    }
    request.program = { ...found, archivedAt: null };
    request.actor = { kind: 'program', appId: found.appId };
    await this.#limits.countActor(request);
  }

  /** Who is not in the team learns nothing of it, not even that it exists. */
  async #admitToTeam(
    request: FastifyRequest,
    user: Extract<Actor, { kind: 'user' }>,
    teamId: string,
    wanted: Role,
  ): Promise<void> {
    const member = await this.#core.storage.db
      .selectFrom('member')
      .select('role')
      .where('organizationId', '=', teamId)
      .where('userId', '=', user.userId)
      .executeTakeFirst();
    const role = isRole(member?.role) ? member.role : user.operator ? 'viewer' : undefined;
    if (role === undefined) throw new ApiError('NOT_FOUND');
    request.role = role;
    if (!includesRole(role, wanted)) throw new ApiError('FORBIDDEN');
  }

  async #readProgramAtHand(request: FastifyRequest): Promise<string> {
    const appId = idOf(request, 'appId');
    const found = await this.#core.storage.db
      .selectFrom('mini_program')
      .select(['team_id', 'archived_at'])
      .where('app_id', '=', appId)
      .executeTakeFirst();
    if (found === undefined) throw new ApiError('NOT_FOUND');
    request.program = { appId, teamId: found.team_id, archivedAt: found.archived_at };
    return found.team_id;
  }

  /** Without a token, this machine alone: what came through a proxy that nobody has named comes from anywhere. */
  #admitMetrics({ headers, ip }: FastifyRequest): void {
    const { metricsToken, trustedProxies } = this.#core.settings;
    if (metricsToken === undefined) {
      const passedOn = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
      if (isLoopback(ip) && !(passedOn && trustedProxies.length === 0)) return;
      throw new ApiError('NOT_FOUND');
    }
    const given = bearerOf(headers.authorization) ?? '';
    if (!sameText(given, metricsToken)) throw new ApiError('NOT_FOUND');
  }
}

function idOf({ params }: FastifyRequest, name: 'teamId' | 'appId'): string {
  const id = (params as Params)[name];
  if (id === undefined || !ID.test(id)) throw new ApiError('NOT_FOUND');
  return id;
}

/** What follows `Bearer` in an Authorization header (RFC 6750). */
function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
}

function isLoopback(address: string): boolean {
  return isIP(address) === 4
    ? address.startsWith('127.')
    : address === '::1' || address.startsWith('::ffff:127.');
}
