import type { FastifyRequest } from 'fastify';
import type { Role } from '../accounts/roles.ts';
import type { Origin } from '../audit/audit-log.ts';

/**
 * Who may use a route. Every route names one; a platform with a route that names none does not start.
 *
 * `team:` routes have a `:teamId` in their path and `program:` routes an `:appId`; the role is the one in that team, or
 * in the team of that mini program. Operators count as viewers of every team. `access-token` opens routes for the
 * program that the token was issued to.
 */
export type Access =
  | 'anyone'
  | 'signed-in'
  | 'operator'
  | `team:${Role}`
  | `program:${Role}`
  | 'access-token'
  | 'metrics';

/** Who asks. */
export type Actor =
  /** `claims` is the e-mail address that somebody says to have, for the audit log. */
  | { readonly kind: 'nobody'; readonly claims?: string }
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly sessionId: string;
      readonly email: string;
      readonly operator: boolean;
    }
  | { readonly kind: 'program'; readonly appId: string };

/** The mini program that a `program:` route is about, or whose access token opened the route. */
export interface ProgramAtHand {
  readonly appId: string;
  readonly teamId: string;
  readonly archivedAt: number | null;
}

/** A route, and who may use it. */
export interface RouteAccess {
  readonly method: string;
  /** With the names of its parameters, such as `/console/v1/teams/:teamId`. */
  readonly path: string;
  readonly access: Access;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that the platform has. */
    readonly routeAccess: readonly RouteAccess[];
  }
  interface FastifyContextConfig {
    access?: Access;
    /** What the audit log calls an attempt: `noun.verb`. Every route that changes something has one. */
    action?: string;
    /**
     * Clients and servers ask for this again and again, never a page: the headers for browsers are left out, and what
     * was answered as it should be is not worth a line of log.
     */
    forPrograms?: boolean;
    /**
     * Not counted for the address: what caches and watchdogs ask for, many times a minute from few addresses, and what
     * costs next to nothing.
     */
    uncounted?: boolean;
  }
  interface FastifyRequest {
    actor: Actor;
    program: ProgramAtHand | undefined;
    /** The role of the one who asks in the team of a `team:` or `program:` route. */
    role: Role | undefined;
  }
}

/** Where a request comes from, for the audit log. */
export function originOf(request: FastifyRequest): Origin {
  const { actor, id, ip } = request;
  const who =
    actor.kind === 'user'
      ? {
          kind: actor.operator ? ('operator' as const) : ('user' as const),
          id: actor.userId,
          name: actor.email,
        }
      : actor.kind === 'program'
        ? { kind: 'program' as const, id: actor.appId, name: actor.appId }
        : { kind: 'nobody' as const, id: '', name: actor.claims ?? '' };
  return { requestId: id, actor: who, address: ip };
}

/**
 * The one who is signed in, on a route that only such may use.
 *
 * @throws Error if the route lets others in too: a fault of the route
 */
export function userOf(request: FastifyRequest): Extract<Actor, { kind: 'user' }> {
  if (request.actor.kind !== 'user') throw new Error(`${request.routeOptions.url} is not for users alone.`);
  return request.actor;
}

/** @throws Error if the route is not about a mini program: a fault of the route */
export function programOf(request: FastifyRequest): ProgramAtHand {
  if (request.program === undefined)
    throw new Error(`${request.routeOptions.url} is not about a mini program.`);
  return request.program;
}

/**
 * The AppId of the mini program whose access token opened a route.
 *
 * @throws Error if the route is not opened by access tokens: a fault of the route
 */
export function programOfToken(request: FastifyRequest): string {
  if (request.actor.kind !== 'program')
    throw new Error(`${request.routeOptions.url} is not opened by access tokens.`);
  return request.actor.appId;
}
