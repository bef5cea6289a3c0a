import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { includesRole, isRole, type Role } from '../accounts/roles.ts';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import type { Access, Actor } from './access.ts';

/** Finds the program that an access token was issued to; undefined if the token is not valid. */
export type TokenReader = (token: string) => Promise<{ appId: string; teamId: string } | undefined>;

type Params = Readonly<Record<string, string | undefined>>;

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Judges who may use a route, before anything of the request's body is read. */
export class Guard {
  readonly #core: Core;
  readonly #readToken: TokenReader;

  constructor(core: Core, readToken: TokenReader) {
    this.#core = core;
    this.#readToken = readToken;
  }

  /** @throws ApiError if the one who asks may not use the route */
  async judge(request: FastifyRequest, access: Access): Promise<void> {
    this.#refuseForeignPages(request);
    switch (access) {
      case 'anyone':
        return;
      case 'metrics':
        this.#admitMetrics(request);
        return;
      case 'access-token':
        request.actor = await this.#readProgram(request);
        return;
      default:
    }
    const user = await this.#readUser(request);
    request.actor = user;
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

  async #readUser(request: FastifyRequest): Promise<Extract<Actor, { kind: 'user' }>> {
    const headers = new Headers();
    const { cookie, authorization } = request.headers;
    if (cookie !== undefined) headers.set('cookie', cookie);
    if (authorization !== undefined) headers.set('authorization', authorization);
    const found = await this.#core.auth.api.getSession({ headers });
    if (found === null) throw new ApiError('NOT_SIGNED_IN');
    const { id, email, operator } = found.user;
    return { kind: 'user', userId: id, email, operator: operator === true };
  }

  async #readProgram(request: FastifyRequest): Promise<Actor> {
    const { headers, query } = request;
    const { access_token: inQuery } = query as Readonly<Record<string, unknown>>;
    const given = inQuery ?? /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const found = typeof given === 'string' ? await this.#readToken(given) : undefined;
    if (found === undefined) throw new ApiError('INVALID_ACCESS_TOKEN');
    request.program = { ...found, archivedAt: null };
    return { kind: 'program', appId: found.appId };
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

  #admitMetrics({ headers, ip }: FastifyRequest): void {
    const { metricsToken } = this.#core.settings;
    if (metricsToken === undefined) {
      if (isLoopback(ip)) return;
      throw new ApiError('NOT_FOUND');
    }
    const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    if (!sameText(given, metricsToken)) throw new ApiError('NOT_FOUND');
  }
}

function idOf({ params }: FastifyRequest, name: 'teamId' | 'appId'): string {
  const id = (params as Params)[name];
  if (id === undefined || !ID.test(id)) throw new ApiError('NOT_FOUND');
  return id;
}

function isLoopback(address: string): boolean {
  return isIP(address) === 4
    ? address.startsWith('127.')
    : address === '::1' || address.startsWith('::ffff:127.');
}

/** Compares in a time that does not tell where two texts differ. */
export function sameText(one: string, other: string): boolean {
  const left = Buffer.from(one);
  const right = Buffer.from(other);
  return left.length === right.length && timingSafeEqual(left, right);
}
