import type { TestProgram } from '../../../packages/platform/test/support/programs.ts';

/** A change that the platform has answered with 200. */
export interface AcknowledgedChange {
  readonly appId: string;
  /** The version of the server domains that the change made. */
  readonly version: number;
  readonly serverDomains: readonly string[];
}

interface Saved {
  readonly version: number;
}

/**
 * Replaces the server domains of programs, each one by one and all at once, and goes on when the platform goes away in
 * the middle: whoever is asked then says how far it has come.
 *
 * @param where the address of a platform that answers, asked for before every request
 * @param acknowledged gets every change as soon as it is answered, and says whether there shall be more
 */
export async function changeDomains(
  programs: readonly TestProgram[],
  where: (program: number) => Promise<string>,
  acknowledged: (change: AcknowledgedChange) => boolean,
): Promise<void> {
  const changeOne = async ({ appId, owner }: TestProgram, program: number): Promise<void> => {
    const ask = async (
      method: string,
      body?: unknown,
    ): Promise<{ status: number; saved: Saved } | undefined> => {
      const url = new URL(`/console/v1/mini-programs/${appId}/server-domains`, await where(program));
      const headers = { ...owner.headers, 'content-type': 'application/json' };
      try {
        const response = await fetch(url, {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return { status: response.status, saved: (await response.json()) as Saved };
      } catch {
        // The replica was killed before it had answered, so nobody knows whether this was done.
        return undefined;
      }
    };
    for (let known: number | undefined; ; ) {
      known ??= (await ask('GET'))?.saved.version;
      if (known === undefined) continue;
      const serverDomains = [`https://v${known + 1}.example.com`];
      const answer = await ask('PUT', { version: known, serverDomains });
      if (answer?.status !== 200) {
        if (answer !== undefined) throw new Error(`A change was answered with ${answer.status}.`);
        known = undefined;
        continue;
      }
      known = answer.saved.version;
      if (!acknowledged({ appId, version: known, serverDomains })) return;
    }
  };
  await Promise.all(programs.map(changeOne));
}
