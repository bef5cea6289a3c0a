import {
  type Check,
  type CheckId,
  diagnose,
  type Diagnosis,
  type DiagnoseOptions,
} from '@minigate/network/diagnose';
import { authority } from '../support/servers.ts';

/** What a diagnosis needs to know of a test server. */
interface Reachable {
  readonly resolve: Readonly<Record<string, string>>;
}

/** Examines `api.example.test`, which leads to a loopback server whose authority is trusted. */
export function examined(
  { resolve }: Reachable,
  { target = 'api.example.test', ...options }: DiagnoseOptions & { readonly target?: string } = {},
): Promise<Diagnosis> {
  return diagnose(target, {
    ca: authority.pem,
    resolve,
    allowAddresses: ['127.0.0.0/8'],
    timeout: 5_000,
    ...options,
  });
}

/** The one check with an id. */
export function checkOf({ checks }: Diagnosis, id: CheckId): Check | undefined {
  return checks.find((check) => check.id === id);
}

/** The ids of the checks that failed. */
export function failingOf({ checks }: Diagnosis): CheckId[] {
  return checks.filter(({ outcome }) => outcome === 'failure').map(({ id }) => id);
}

/** Each platform with its verdict. */
export function verdictsOf({ platforms }: Diagnosis): Record<string, string> {
  return Object.fromEntries(platforms.map(({ platform, verdict }) => [platform, verdict]));
}

export const allWork = { ios: 'works', android: 'works', binance: 'works' };
export const allFail = { ios: 'fails', android: 'fails', binance: 'fails' };
