import { type Api, apis } from '@minigate/policy';
import { parseApi } from '../api-name.ts';
import { colorsFor, type Io, jsonLine, printable } from '../output.ts';
import type { PlatformClient } from '../platform/platform-client.ts';
import { asSignedIn, describeEntries, type ProgramFlags } from '../platform/signed-in.ts';
import { UsageError } from '../usage-error.ts';

/** What `minigate domain` may be told by flags. */
export interface DomainOptions extends ProgramFlags {
  /** Which of separate lists; without it, the one list of all calls. */
  readonly api?: string;
  readonly partial?: boolean;
}

type Lists = readonly string[] | Readonly<Partial<Record<Api, readonly string[]>>>;

/** What the platform answers of the server domains of a mini program. */
interface State {
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: number;
  readonly serverDomains: Lists;
  readonly issues?: unknown;
  readonly entries?: unknown;
  readonly changed?: boolean;
}

/**
 * `minigate domain list`: the server domains of a mini program, one a line.
 *
 * @returns the exit code: 0, or 1 if an entry of the list grants nothing
 * @throws UsageError if the platform refuses
 */
export async function listDomains(options: DomainOptions, io: Io): Promise<number> {
  const state = await asSignedIn(options, io, (client) => read(client, options.app));
  const issues = describeEntries(state.issues);
  if (options.json === true) io.stdout.write(`${jsonLine(state)}\n`);
  else {
    io.stdout.write(`${describeLists(state.serverDomains)}\n`);
    for (const issue of issues) io.stderr.write(`Grants nothing: ${printable(issue)}\n`);
  }
  return issues.length === 0 ? 0 : 1;
}

/**
 * `minigate domain add` and `remove`: changes the list, or nothing of it. With `--partial` bad entries are told, and
 * the good ones saved.
 *
 * @returns the exit code: 0, or 1 if some entries were not saved
 * @throws UsageError if the platform refuses: an entry that is none, a change that somebody else was faster with
 */
export async function changeDomains(
  verb: 'add' | 'remove',
  entries: readonly string[],
  options: DomainOptions,
  io: Io,
): Promise<number> {
  const api = options.api === undefined ? undefined : parseApi(options.api);
  const state = await asSignedIn(options, io, async (client) => {
    const { version, serverDomains } = await read(client, options.app);
    const lists = placed(entries, api, serverDomains);
    const path = `${pathOf(options.app)}/${verb}`;
    const partial = options.partial === true;
    return (await client.call('POST', path, { version, serverDomains: lists, partial })) as State;
  });
  const refused = describeEntries(state.entries);
  if (options.json === true) io.stdout.write(`${jsonLine(state)}\n`);
  else {
    const { dim } = colorsFor(io.stdout, io.env);
    for (const sentence of refused) io.stderr.write(`Not saved: ${printable(sentence)}\n`);
    const told = state.changed === false ? 'Nothing to change' : 'Saved';
    io.stdout.write(`${dim(`${told}, version ${state.version}:`)}\n${describeLists(state.serverDomains)}\n`);
  }
  return refused.length === 0 ? 0 : 1;
}

async function read(client: PlatformClient, appId: string): Promise<State> {
  return (await client.call('GET', pathOf(appId))) as State;
}

function pathOf(appId: string): string {
  return `/console/v1/mini-programs/${encodeURIComponent(appId)}/server-domains`;
}

/** The entries in the form in which the platform has them: one list, or one for each call. */
function placed(entries: readonly string[], api: Api | undefined, present: Lists): Lists {
  if (api !== undefined) return { [api]: entries };
  if (isOneList(present)) return entries;
  const named = apis.filter((name) => present[name] !== undefined).join(', ');
  throw new UsageError(
    `The mini program has separate lists (${named}). Name the one that is meant with --api.`,
  );
}

function isOneList(lists: Lists): lists is readonly string[] {
  return Array.isArray(lists);
}

function describeLists(lists: Lists): string {
  if (isOneList(lists)) {
    return lists.length === 0 ? 'There are no server domains.' : lists.map(printable).join('\n');
  }
  const rows = apis.flatMap((api) =>
    (lists[api] ?? []).map((entry) => `${api.padEnd(14)} ${printable(entry)}`),
  );
  return rows.length === 0 ? 'There are no server domains.' : rows.join('\n');
}
