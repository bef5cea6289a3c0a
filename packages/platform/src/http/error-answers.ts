import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import { originOf } from './access.ts';

/** Makes an `ApiError` of whatever was thrown: by a route, by Fastify, or by a fault of ours. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const faults = thrown.validation.map(({ instancePath, message }) => ({
      at: `${thrown.validationContext ?? 'body'}${instancePath}`,
      message: message ?? 'is not as it should be',
    }));
    return new ApiError('INVALID_REQUEST', { details: { faults }, cause: thrown });
  }
  if (typeof thrown === 'object' && thrown !== null && isResponseSerializationError(thrown)) {
    return new ApiError('INTERNAL', { cause: thrown });
  }
  const { statusCode, code } = (thrown ?? {}) as Partial<FastifyError>;
  if (statusCode === 413) return new ApiError('BODY_TOO_LARGE', { cause: thrown });
  if (statusCode === 415) return new ApiError('UNSUPPORTED_MEDIA_TYPE', { cause: thrown });
  if (statusCode === 429) return new ApiError('TOO_MANY_REQUESTS', { cause: thrown });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ApiError('INVALID_REQUEST', { details: { reason: code ?? 'malformed' }, cause: thrown });
  }
  return new ApiError('INTERNAL', { cause: thrown });
}

/** Writes an error as an answer, in the form that the clients of a route expect. */
export type ErrorAnswer = (error: ApiError, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

const answerAsJson: ErrorAnswer = (error, request, reply) =>
  reply.status(error.status).send(error.toBody(request.id));

/**
 * The one place where an error becomes an answer. An attempt to change something that ends here is kept in the audit
 * log; a fault of ours is logged with its cause, which the answer does not tell.
 */
export function createErrorHandler({ audit, log }: Core, answer: ErrorAnswer = answerAsJson) {
  return async (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const error = toApiError(thrown);
    if (error.code === 'INTERNAL')
      log.error({ err: thrown, requestId: request.id }, 'A fault of the platform');
    const { action } = request.routeOptions.config;
    if (action !== undefined) {
      const { params } = request;
      const { teamId } = (params ?? {}) as { teamId?: string };
      try {
        await audit.refused(originOf(request), {
          action,
          teamId: request.program?.teamId ?? (request.role === undefined ? undefined : teamId),
          appId: request.program?.appId,
          details: { code: error.code },
        });
      } catch (fault) {
        log.error({ err: fault, requestId: request.id }, 'A refusal could not be kept in the audit log');
      }
    }
    if (error.retryAfter !== undefined) reply.header('retry-after', Math.ceil(error.retryAfter));
    return answer(error, request, reply);
  };
}

/** For what fails before a route is found, such as a path that nobody could have written. */
export function answerWithError(thrown: unknown, { id }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toApiError(thrown);
  if (error.retryAfter !== undefined) reply.header('retry-after', Math.ceil(error.retryAfter));
  return reply.status(error.status).send(error.toBody(id));
}

/** For what is no HTTP: an answer in the same form, and the end of the connection. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const long = error.code === 'HPE_HEADER_OVERFLOW';
  const status = late
    ? '408 Request Timeout'
    : long
      ? '431 Request Header Fields Too Large'
      : '400 Bad Request';
  const detail = late ? 'it did not arrive in time' : long ? 'its headers are too long' : 'it is no HTTP';
  const body = JSON.stringify(new ApiError('INVALID_REQUEST', { detail }).toBody(randomUUID()));
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
