import { parsePolicyDocument } from '@minigate/policy';
import { ApiError } from '../errors.ts';

/** Bytes of all acceleration policies together, as JSON: every policy document carries them. */
export const largestAcceleration = 64 * 1024;

/**
 * The acceleration policies as they are stored, judged by the policy package.
 *
 * @throws ApiError `INVALID_ACCELERATION`
 */
export function judgeAcceleration(acceleration: Readonly<Record<string, unknown>>): string {
  const read = parsePolicyDocument({ appId: 'platform', version: 0, serverDomains: [], acceleration });
  const issues = read.ok ? read.ignored : read.issues;
  if (issues.length > 0) throw new ApiError('INVALID_ACCELERATION', { details: { issues } });
  const text = JSON.stringify(acceleration);
  if (Buffer.byteLength(text) > largestAcceleration) {
    const detail = `they are larger than ${largestAcceleration / 1024} KiB`;
    throw new ApiError('INVALID_ACCELERATION', { detail, details: { limit: largestAcceleration } });
  }
  return text;
}
