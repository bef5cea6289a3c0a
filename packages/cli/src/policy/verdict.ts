import { readKeySet, verifyPolicy } from '@minigate/policy';
import { colorsFor, type Io, jsonLine, printable } from '../output.ts';
import type { Platform } from '../platform/platform.ts';
import { policyFields, policyText } from './policy-text.ts';

/**
 * Verifies a signed policy as a client would that has none yet, and tells what came of it.
 *
 * @param keySet what the platform publishes as its keys
 * @returns the exit code: 0, or 1 if the policy is not taken
 */
export async function tellVerdict(
  text: string,
  keySet: unknown,
  { issuer, appId, thumbprint }: Omit<Platform, 'notices'>,
  { json, io }: { readonly json: boolean; readonly io: Io },
): Promise<number> {
  const keys = await readKeySet(keySet, { issuer, thumbprints: [thumbprint] });
  const thumbprints = [thumbprint, ...keys.map(({ kid }) => kid)];
  const verified = await verifyPolicy(text, { issuer, appId, keys, thumbprints, now: Date.now() });
  const { green, red } = colorsFor(io.stdout, io.env);
  if (verified.ok) {
    const said = json
      ? `${jsonLine({ valid: true, ...policyFields(verified) })}\n`
      : `${green('valid')}\n${policyText(verified, io)}`;
    io.stdout.write(said);
    return 0;
  }
  const { code, message, suggestion } = verified.fault;
  const said = json
    ? jsonLine({ valid: false, code, message, suggestion })
    : `${red('refused')}  ${code}: ${printable(message)} Fix: ${printable(suggestion)}`;
  io.stdout.write(`${said}\n`);
  return 1;
}
