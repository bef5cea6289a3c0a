import { z } from 'zod';
import { ApiError } from '../errors.ts';

/** What a list that is given in pages is asked with, beside its filters. */
export const pageQuery = {
  /** `next` of the page before. */
  cursor: z
    .string()
    .max(4000)
    .regex(/^[A-Za-z0-9_-]+$/, 'is not a cursor')
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

/** `next` of a page: where the following one begins, or null at the end. */
export const nextCursor = z.string().nullable();

/** Where a page begins, which a client may have written itself. */
export const cursorText = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** Where a page ended, as a text that clients hand back unread. */
export function toCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws ApiError `INVALID_REQUEST` if it is not one of this list */
export function readCursor<T>(cursor: string | undefined, shape: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const read = shape.safeParse(parse(Buffer.from(cursor, 'base64url').toString()));
  if (read.success) return read.data;
  const faults = [{ at: 'querystring/cursor', message: 'is not a cursor of this list' }];
  throw new ApiError('INVALID_REQUEST', { details: { faults } });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
