import { grantedBy, type IssueCode } from '@minigate/policy';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { originOf, programOfToken } from '../../http/access.ts';
import type { App } from '../../http/app.ts';
import { operatorLimits } from '../../platform-state/limits.ts';
import type { ListChangeOutcome } from '../../server-domains/server-domains.ts';
import type { Services } from '../../services.ts';
import { type GivenLists, showInvalid, showLists, toServerDomains } from './domain-lists.ts';
import { type Errcode, failure } from './errcodes.ts';

const texts = z.array(z.string()).max(2 * operatorLimits.mostEntries);
const body = z.object({
  action: z
    .unknown()
    .meta({ type: 'string', enum: ['get', 'add', 'delete', 'set'] })
    .optional(),
  requestdomain: texts.optional(),
  wsrequestdomain: texts.optional(),
  uploaddomain: texts.optional(),
  downloaddomain: texts.optional(),
  udpdomain: texts.optional(),
  tcpdomain: texts.optional(),
});
const shown = z.array(z.string()).readonly().optional();
const answer = z.object({
  errcode: z.int(),
  errmsg: z.string(),
  requestdomain: shown,
  wsrequestdomain: shown,
  uploaddomain: shown,
  downloaddomain: shown,
  udpdomain: shown,
  tcpdomain: shown,
  invalid_requestdomain: shown,
  invalid_wsrequestdomain: shown,
  invalid_uploaddomain: shown,
  invalid_downloaddomain: shown,
  invalid_udpdomain: shown,
  invalid_tcpdomain: shown,
});
type Answer = z.infer<typeof answer>;

const success = { errcode: 0, errmsg: 'ok' };
/** How often `set` is tried where others change the lists at the same moment. */
const mostTries = 5;

/**
 * WeChat's modify_domain. The good entries are saved and the bad ones are told in `invalid_…`. `set` replaces the lists
 * that the request names, and leaves the others as they are.
 */
export function modifyDomainRoute(app: App, { serverDomains }: Services): void {
  app.post(
    '/wxa/modify_domain',
    {
      config: { access: 'access-token', action: 'server-domains.modify' },
      schema: { summary: "WeChat's modify_domain", body, response: { 200: answer } },
    },
    (request) => modifyDomain(serverDomains, request, request.body),
  );
}

async function modifyDomain(
  serverDomains: Services['serverDomains'],
  request: FastifyRequest,
  { action, ...given }: z.infer<typeof body>,
): Promise<Answer> {
  const appId = programOfToken(request);
  if (action === 'get') {
    return { ...success, ...showLists((await serverDomains.get(appId)).serverDomains) };
  }
  if (action !== 'add' && action !== 'delete' && action !== 'set') return failure(40097, request);
  const named = Object.values(given).flatMap((list) => (list === undefined ? [] : [list]));
  if (action === 'set' ? named.length === 0 : named.flat().length === 0) return failure(85017, request);
  const change = { serverDomains: toServerDomains(given), partial: true };
  const origin = originOf(request);
  if (action === 'delete') return show(given, await serverDomains.remove(origin, appId, change));

  const { entries } = await serverDomains.validate(appId, change.serverDomains);
  if (named.flat().length > 0 && entries.every(({ ok }) => !ok)) {
    const refusal = nameRefusal(entries.flatMap(({ code }) => code ?? []));
    return { ...failure(refusal, request), ...showInvalid(given, entries) };
  }
  const outcome =
    action === 'add'
      ? await serverDomains.add(origin, appId, change)
      : await set(serverDomains, request, change.serverDomains);
  return show(given, outcome);
}

async function set(
  serverDomains: Services['serverDomains'],
  request: FastifyRequest,
  given: ReturnType<typeof toServerDomains>,
): Promise<ListChangeOutcome> {
  const appId = programOfToken(request);
  for (let tries = 1; ; tries += 1) {
    const { version, serverDomains: before } = await serverDomains.get(appId);
    const lists = { ...grantedBy(before), ...given };
    try {
      return await serverDomains.replace(originOf(request), appId, {
        serverDomains: lists,
        version,
        partial: true,
      });
    } catch (error) {
      if (tries < mostTries && error instanceof ApiError && error.code === 'CONFLICT') continue;
      throw error;
    }
  }
}

function show(given: GivenLists, { serverDomains, entries }: ListChangeOutcome): Answer {
  return { ...success, ...showLists(serverDomains), ...showInvalid(given, entries) };
}

const ofScheme: ReadonlySet<IssueCode> = new Set([
  'NO_SCHEME',
  'NOT_HTTPS',
  'WSS_ELSEWHERE',
  'DOUBLED_SCHEME',
]);

/** One cause that all entries share has an errcode of its own. */
function nameRefusal(codes: readonly IssueCode[]): Errcode {
  if (codes.length === 0) return 85301;
  if (codes.every((code) => ofScheme.has(code))) return 86100;
  if (codes.every((code) => code === 'BANNED_HOST' || code === 'BANNED_ORIGIN')) return 86101;
  return 85301;
}
