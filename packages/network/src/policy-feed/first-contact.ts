import { openPolicy, readPolicyKey } from '@minigate/policy';
import { systemClock } from '../clock.ts';
import type { PolicyFeedFault } from './faults.ts';
import { checkIssuer, createTransport } from './feed-options.ts';
import { policyFeedLimits } from './limits.ts';
import { PlatformClient } from './platform-client.ts';
import type { PolicyFeedOptions } from './policy-feed-api.ts';

/** Where a platform is, and how it is reached; as for a policy feed. */
export type PlatformOptions = Pick<PolicyFeedOptions, 'issuer' | 'tls' | 'resolve' | 'proxy'>;

type Contact<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly fault: PolicyFeedFault };

/**
 * The public keys that a platform publishes, to be read with `readKeySet`. They are its own word: only a
 * pinned thumbprint makes one of them trusted.
 *
 * @throws TypeError if the issuer is malformed
 */
export async function fetchKeySet(options: PlatformOptions): Promise<Contact<{ readonly keySet: unknown }>> {
  return ask(options, '', async (client) => {
    const answer = await client.keySet();
    return 'ok' in answer ? { ok: true, keySet: answer.value } : { ok: false, fault: answer.fault };
  });
}

/**
 * The signed policy of a mini program as its platform answers it, to be verified with `verifyPolicy`. For
 * looking at it; a policy feed is what follows it.
 *
 * @throws TypeError if the issuer is malformed
 */
export async function fetchPolicy(
  options: PlatformOptions & { readonly appId: string },
): Promise<Contact<{ readonly text: string }>> {
  return ask(options, options.appId, textOf);
}

/**
 * The thumbprint of the key with which a platform signs now, for trust on first use: as good as the connection
 * to the platform, which is TLS with its certificate checked. Whoever has the thumbprint from elsewhere does
 * not need this.
 *
 * @throws TypeError if the issuer is malformed
 */
export async function fetchSigner(
  options: PlatformOptions & { readonly appId: string },
): Promise<Contact<{ readonly thumbprint: string }>> {
  const { issuer, appId } = options;
  return ask(options, appId, async (client) => {
    const policy = await textOf(client);
    if (!policy.ok) return policy;
    const answer = await client.keySet();
    if (!('ok' in answer)) return { ok: false, fault: answer.fault };
    const keys = await readAll(answer.value);
    const opened = await openPolicy(policy.text, { issuer, keys, thumbprints: keys.map(({ kid }) => kid) });
    return opened.ok ? { ok: true, thumbprint: opened.keyId } : { ok: false, fault: opened.fault };
  });
}

async function textOf(client: PlatformClient): Promise<Contact<{ readonly text: string }>> {
  const answer = await client.policy(undefined, true);
  if (answer.kind === 'failure') return { ok: false, fault: answer.fault };
  return { ok: true, text: answer.kind === 'policy' ? answer.text : '' };
}

async function ask<T>(
  options: PlatformOptions,
  appId: string,
  question: (client: PlatformClient) => Promise<T>,
): Promise<T> {
  const { issuer } = options;
  checkIssuer(issuer);
  const transport = createTransport(options);
  try {
    const refreshInterval = policyFeedLimits.refresh;
    return await question(
      new PlatformClient({ issuer, appId, transport, clock: systemClock, refreshInterval }),
    );
  } finally {
    await transport.close();
  }
}

async function readAll(keySet: unknown) {
  const keys = typeof keySet === 'object' && keySet !== null && 'keys' in keySet ? keySet.keys : [];
  const read = await Promise.all((Array.isArray(keys) ? keys : []).slice(0, 64).map(readPolicyKey));
  return read.filter((key) => key !== undefined);
}
