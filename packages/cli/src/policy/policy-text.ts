import { apis, type OpenedPolicy } from '@minigate/policy';
import { colorsFor, type Io, printable } from '../output.ts';
import { writeTime } from '../platform/platform-policy.ts';

/** For programs: the whole policy, and who signed it. */
export function policyFields({ policy, ignored, keyId, nextKey }: OpenedPolicy): object {
  return { policy, signedBy: keyId, nextKey: nextKey?.kid, ignored };
}

/** For people: a line for each fact, and one for each server domain. */
export function policyText({ policy, ignored, keyId, nextKey }: OpenedPolicy, io: Io): string {
  const { bold, dim, yellow } = colorsFor(io.stdout, io.env);
  const { appId, version, firstParty, profile, issuedAt, expiresAt, serverDomains } = policy;
  const lists = apis.flatMap((api): [string, readonly string[]][] => {
    const list = Array.isArray(serverDomains) ? undefined : Reflect.get(serverDomains, api);
    return list === undefined ? [] : [[api, list as readonly string[]]];
  });
  const rows: (readonly [string, readonly string[]])[] = [
    ['version', [String(version)]],
    ['issued', [writeTime(issuedAt)]],
    ['expires', [writeTime(expiresAt)]],
    ['signed by', [keyId]],
    ['next key', nextKey === undefined ? [] : [nextKey.kid]],
    ['profile', profile === undefined ? [] : [profile]],
    ['first party', firstParty === true ? ['yes'] : []],
    ...(Array.isArray(serverDomains) ? [['every call', serverDomains] as const] : lists),
    ['banned', [...(policy.bannedHosts ?? []), ...(policy.bannedOrigins ?? [])]],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.flatMap(([label, values]) =>
    values.map((value, index) => `  ${dim((index === 0 ? label : '').padEnd(width))}  ${printable(value)}`),
  );
  const remarks = ignored.map(({ message }) => `  ${yellow('!')} ${printable(message)}`);
  return [`  ${bold(printable(appId))}`, ...lines, ...remarks].map((line) => `${line.trimEnd()}\n`).join('');
}
