import { type IssueCode, parsePolicyDocument } from '@minigate/policy';

/** A line that is no host. */
export interface HostFault {
  readonly text: string;
  readonly code: IssueCode;
  /** The engine's sentence. */
  readonly message: string;
}

export interface HostLines {
  /** Each once, in its one spelling, sorted. */
  readonly hosts: readonly string[];
  readonly faults: readonly HostFault[];
}

/**
 * Reads banned hosts, one a line or with commas; what follows a `#` is a comment.
 *
 * @example
 * readHostLines('API.example.com # ours').hosts; // ['api.example.com']
 */
export function readHostLines(text: string): HostLines {
  const words = text
    .split(/[\r\n]+/)
    .flatMap((line) => line.replace(/(?:^|\s)#.*$/, '').split(/[\s,;，；]+/u))
    .filter((word) => word !== '');
  const program = { appId: 'platform', version: 0, serverDomains: [] };
  const read = parsePolicyDocument({ ...program, bannedHosts: words });
  if (!read.ok) return { hosts: [], faults: read.issues.map(toFault) };
  return { hosts: (read.document.bannedHosts ?? []).toSorted(), faults: read.ignored.map(toFault) };
}

function toFault({
  entry = '',
  code,
  message,
}: {
  entry?: string;
  code: IssueCode;
  message: string;
}): HostFault {
  return { text: entry, code, message };
}
