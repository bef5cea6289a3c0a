import { type DiagnoseOptions, type DiagnoseTerms, checkTerms } from './options.ts';

/** A host name that leads to an address which no client dials. */
export interface RefusedName {
  readonly hostname: string;
  /** As `judgeAddress` names it, such as `private`. */
  readonly addressClass: string;
}

/**
 * Which of these host names lead to an address that clients do not dial, such as a private one. Rule 7. Nothing is
 * dialled. What cannot be looked up in time is not among them: nobody knows yet where it leads.
 *
 * @throws TypeError if an option is malformed
 *
 * @example
 * await findRefusedNames(['internal.example.com']); // [{ hostname: 'internal.example.com', addressClass: 'private' }]
 */
export async function findRefusedNames(
  hostnames: readonly string[],
  options: Pick<DiagnoseOptions, 'resolve' | 'allowAddresses' | 'timeout' | 'lookup'> = {},
): Promise<readonly RefusedName[]> {
  const terms = checkTerms(options);
  const found = await Promise.all(hostnames.map((hostname) => judgeName(hostname, terms)));
  return found.flatMap((refused) => refused ?? []);
}

async function judgeName(hostname: string, terms: DiagnoseTerms): Promise<RefusedName | undefined> {
  for (const address of await addressesOf(hostname, terms)) {
    const { verdict, addressClass } = terms.guard.judge(address, 443, 'enforce');
    if (verdict === 'deny') return { hostname, addressClass };
  }
  return undefined;
}

async function addressesOf(
  hostname: string,
  { overrides, lookup, timeout }: DiagnoseTerms,
): Promise<readonly string[]> {
  const override = overrides.get(hostname);
  if (override !== undefined) return [override.address];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve([]), timeout);
  });
  try {
    return await Promise.race([lookup(hostname), late]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
