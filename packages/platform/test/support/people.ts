import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { SignInLimits } from '../../src/accounts/sign-in-limits.ts';
import type { Answer, TestPlatform } from './test-platform.ts';

/** Somebody with an account and its password. */
export interface WithPassword {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
}

export async function withPassword(
  platform: TestPlatform,
  { operator = false }: { operator?: boolean } = {},
): Promise<WithPassword> {
  const { people } = platform.services.accounts;
  const email = `${randomBytes(6).toString('hex')}@example.test`;
  const password = randomBytes(12).toString('hex');
  const passwordHash = await hashPassword(password);
  return platform.core.storage.change(async (change) => {
    const person = await people.add(change, { email, name: 'Ann', passwordHash });
    if (person === undefined) throw new Error(`There is an account of ${email} already.`);
    if (operator) await people.setOperator(change, person.userId, true);
    return { userId: person.userId, email, password };
  });
}

/** Signs in as the command line does. */
export async function tokenOf(
  platform: TestPlatform,
  { email, password }: Pick<WithPassword, 'email' | 'password'>,
): Promise<string> {
  const { body } = await platform.nobody.call('POST', '/console/v1/session', {
    email,
    password,
    as: 'token',
  });
  return (body as { token: string }).token;
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** What stands behind the last slash of the link in an answer. */
export function secretIn({ body }: Answer): string {
  const { url } = body as { url: string };
  return url.slice(url.lastIndexOf('/') + 1);
}

/** The error code of an answer; its status if it is no error. */
export function codeOf({ status, body }: Answer): string | number {
  return (body as { error?: { code: string } } | null)?.error?.code ?? status;
}

/** The codes of answers that came in no certain order, sorted. */
export function codesOf(answers: readonly Answer[]): readonly (string | number)[] {
  return answers.map(codeOf).sort((one, other) => (String(one) < String(other) ? -1 : 1));
}

/** Wrong passwords that were tried before, without the time that their hashes take. */
export async function guess(
  { core }: TestPlatform,
  { email, address, times }: { email: string; address: string; times: number },
): Promise<void> {
  const limits = new SignInLimits(core);
  for (let count = 0; count < times; count += 1) {
    await core.storage.change((change) => limits.count(change, email, address));
  }
}
