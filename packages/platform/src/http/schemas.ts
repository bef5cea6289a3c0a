import { z } from 'zod';
import { apiErrors } from '../errors.ts';

/** Text of people: no control characters, NUL least of all (PostgreSQL refuses it, SQLite cuts there). */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has control characters');

/**
 * What people call a person, a team or a mini program: something to be seen, in one line, and nothing that turns round
 * how the text beside it is read.
 */
export const name = (longest: number) =>
  line(longest)
    .regex(/^[^\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, 'has characters that turn round how text is read')
    .regex(/(?!\p{Default_Ignorable_Code_Point}|\u2800)[\p{L}\p{N}\p{P}\p{S}]/u, 'has nothing to be seen');

export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');

/** A time: milliseconds since the epoch. */
export const time = z.int().nonnegative();

/** How an error looks, whatever the route. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(Object.keys(apiErrors) as [keyof typeof apiErrors, ...(keyof typeof apiErrors)[]]),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string(),
  }),
});
