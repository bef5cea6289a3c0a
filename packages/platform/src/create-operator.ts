import { createAccounts } from './accounts/accounts.ts';
import type { FirstOperator } from './accounts/operators.ts';
import { openCore } from './open-core.ts';
import type { Settings } from './settings.ts';

/**
 * Makes an operator without a running platform, or beside one. An account of the address gets the new password and
 * becomes an operator; its sessions end.
 *
 * @throws Error if the database cannot be opened; ApiError `WEAK_PASSWORD`
 * @example
 * await createOperator(settings, { email: 'ann@example.com', password });
 */
export async function createOperator(
  settings: Settings,
  operator: FirstOperator,
): Promise<{ readonly userId: string; readonly email: string }> {
  const core = await openCore(settings, {}, {});
  try {
    const { userId, email } = await createAccounts(core).operators.create(operator);
    return { userId, email };
  } finally {
    await core.storage.close();
  }
}
