import { type Accounts, createAccounts } from './accounts/accounts.ts';
import type { Core } from './core.ts';
import { MiniPrograms } from './mini-programs/mini-programs.ts';

/** What the routes call. Each part keeps its own tables; the others go through it. */
export interface Services {
  readonly accounts: Accounts;
  readonly miniPrograms: MiniPrograms;
  /** Ends what goes on in the background, before the database is closed. */
  close(): Promise<void>;
}

export async function createServices(core: Core): Promise<Services> {
  const accounts = createAccounts(core);
  await accounts.operators.ensureFirst();
  return {
    accounts,
    miniPrograms: new MiniPrograms(core),
    async close() {
      await accounts.passwordResets.close();
    },
  };
}
