import { parsePolicyDocument } from '@minigate/policy';
import { ApiError } from '../errors.ts';
import { operatorLimits } from './limits.ts';

const { accelerationBytes } = operatorLimits;

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
  if (Buffer.byteLength(text) > accelerationBytes) {
    const detail = `they are larger than ${accelerationBytes / 1024} KiB`;
    throw new ApiError('INVALID_ACCELERATION', { detail, details: { limit: accelerationBytes } });
  }
  return text;
}
