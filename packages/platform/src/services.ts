import { AccessTokens } from './access-tokens/access-tokens.ts';
import { AppSecrets } from './app-secrets/app-secrets.ts';
import type { Core } from './core.ts';
import { MiniPrograms } from './mini-programs/mini-programs.ts';

/** What the routes call. Each part keeps its own tables; the others go through it. */
export interface Services {
  readonly miniPrograms: MiniPrograms;
  readonly appSecrets: AppSecrets;
  readonly accessTokens: AccessTokens;
  /** Ends what goes on in the background, before the database is closed. */
  close(): Promise<void>;
}

export async function createServices(core: Core): Promise<Services> {
  const accessTokens = new AccessTokens(core);
  return {
    miniPrograms: new MiniPrograms(core),
    appSecrets: new AppSecrets(core),
    accessTokens,
    async close() {
      accessTokens.close();
    },
  };
}
