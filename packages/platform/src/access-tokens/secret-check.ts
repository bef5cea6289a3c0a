import { hashSecret } from '../app-secrets/secret-text.ts';
import { ApiError } from '../errors.ts';
import { sameText } from '../same-text.ts';
import type { ProgramState } from './program-state.ts';

export interface Credentials {
  readonly appId: string;
  readonly appSecret: string;
  /** The address of the client. */
  readonly address: string;
}

/** What keeps a client from getting a token; undefined if nothing does. `details.field` says which of the two is wrong. */
export function findFault(
  program: ProgramState | undefined,
  { appSecret, address }: Credentials,
): ApiError | undefined {
  const given = hashSecret(appSecret);
  if (program === undefined) return new ApiError('INVALID_CLIENT', { details: { field: 'app_id' } });
  const { allowedAddresses, secretHash, archived, frozen } = program;
  if (allowedAddresses !== undefined && !allowedAddresses.includes(address)) {
    return new ApiError('ADDRESS_NOT_PERMITTED', { detail: address, details: { address } });
  }
  if (secretHash === undefined || !sameText(given, secretHash)) {
    return new ApiError('INVALID_CLIENT', { details: { field: 'app_secret' } });
  }
  if (archived) return new ApiError('ARCHIVED');
  if (frozen) return new ApiError('SECRET_FROZEN');
  return undefined;
}
