import { apis, issueTable, type IssueCode } from '@minigate/policy';
import { z } from 'zod';
import { time } from '../http/schemas.ts';
import { operatorLimits } from '../platform-state/limits.ts';

/** Entries are judged by the policy package, not here: each bad one gets an answer of its own. */
const entries = z
  .array(z.string())
  .max(2 * operatorLimits.mostEntries)
  .readonly();
const separate = z.strictObject({
  request: entries.optional(),
  downloadFile: entries.optional(),
  uploadFile: entries.optional(),
  connectSocket: entries.optional(),
});

/** One list for all four calls, or one for each. */
export const lists = z.union([entries, separate.readonly()]);
/** From 1. */
export const version = z.int().min(1);

export const apiName = z.enum(['request', 'downloadFile', 'uploadFile', 'connectSocket']);
const listName = z.enum(['all', ...apis]);
const issueCode = z.enum(Object.keys(issueTable) as [IssueCode, ...IssueCode[]]);

export const verdicts = z
  .array(
    z.object({
      list: listName,
      index: z.int(),
      entry: z.string(),
      ok: z.boolean(),
      text: z.string().optional(),
      code: issueCode.optional(),
      message: z.string().optional(),
      correction: z.string().optional(),
    }),
  )
  .readonly();

const entriesByList = z.object({ all: entries.optional(), ...separate.shape });

export const difference = { added: entriesByList, removed: entriesByList };

export const versionHead = {
  version,
  changedBy: z.string(),
  changedAt: time,
  restored: version.nullable(),
};

export const savedVersion = z.object({ ...versionHead, serverDomains: lists });

export const state = savedVersion.extend({
  limits: z.object({
    maxEntries: z.int(),
    changesPerMonth: z.union([z.int(), z.literal('unlimited')]),
    changesThisMonth: z.int(),
  }),
  issues: verdicts,
});

export const validation = z.object({
  ok: z.boolean(),
  entries: verdicts,
  overflows: z.array(z.object({ list: listName, count: z.int(), limit: z.int() })).readonly(),
});

export const outcome = savedVersion.extend({ changed: z.boolean(), ...difference, entries: verdicts });
