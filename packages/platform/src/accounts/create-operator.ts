import { AuditLog } from '../audit/audit-log.ts';
import { systemClock } from '../clock.ts';
import type { Core } from '../core.ts';
import { openStorage } from '../database/open.ts';
import { createLog } from '../log.ts';
import { readServerKey } from '../server-secret.ts';
import { isSecure, type Settings } from '../settings.ts';
import { createAccounts } from './accounts.ts';
import { createAuth } from './auth.ts';
import { migrateAccounts } from './auth-tables.ts';
import type { FirstOperator } from './operators.ts';

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
  const log = createLog(settings);
  const serverKey = readServerKey(settings);
  const storage = await openStorage(settings, (error) =>
    log.error({ err: error }, 'A fault of the database'),
  );
  try {
    const auth = createAuth({ storage, serverKey, secure: isSecure(settings) });
    await storage.migrate(() => migrateAccounts(auth));
    const core: Core = {
      settings,
      publicUrl: settings.publicUrl ?? '',
      storage,
      clock: systemClock,
      serverKey,
      auth,
      audit: new AuditLog(storage, systemClock),
      log,
    };
    const { userId, email } = await createAccounts(core).operators.create(operator);
    return { userId, email };
  } finally {
    await storage.close();
  }
}
