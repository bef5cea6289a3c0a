import type { ProgramName } from '../app-secrets/app-secrets.ts';
import type { AuditActor, Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import type { Announcement } from '../database/announcements.ts';
import { ApiError } from '../errors.ts';
import { networkOf } from '../http/client-network.ts';
import { sameText } from '../same-text.ts';
import { isAppId } from '../ids.ts';
import type { PlatformStates } from '../platform-state/platform-state.ts';
import { tokenLimits } from './limits.ts';
import { type ProgramState, readProgramState, tokensOf } from './program-state.ts';
import { addUsage, Quota, type QuotaLimits, quotaLimitsOf } from './quota.ts';
import { Remembered } from './remembered.ts';
import { findFault } from './secret-check.ts';
import { Throttle } from './throttle.ts';
import { planToken, secondsLeft, type TokenTimes } from './token-times.ts';
import { readTokenState, type TokenState } from './token-state.ts';
import { writeTimes } from './token-store.ts';
import { type TokenClaims, TokenText } from './token-text.ts';

/** A request for an access token, whichever door it came through. */
export interface TokenRequest {
  readonly appId: string;
  readonly appSecret: string;
  /** Whether the token in force ends at once and another is given. */
  readonly forceRefresh: boolean;
}

export interface GivenToken {
  readonly accessToken: string;
  /** Whole seconds, 7200 at most. */
  readonly expiresIn: number;
}

/** A mini program, with its tokens computed once for all the calls that come with them. */
interface KnownProgram extends ProgramState {
  readonly tokens: readonly { readonly text: string; readonly endsAt: number }[];
}

/** How often a token is planned anew because another request has written first. */
const mostTries = 5;

/**
 * The access tokens of mini programs. The same one is given until five minutes before its end; then another, while the
 * older one has its five minutes. The database holds when tokens were issued, never what they are.
 */
export class AccessTokens {
  readonly #core: Core;
  readonly #texts: TokenText;
  readonly #programs: Remembered<KnownProgram | undefined>;
  readonly #limits: Remembered<QuotaLimits>;
  readonly #quota: Quota;
  readonly #wrongSecrets: Throttle;
  readonly #keptRefusals: Throttle;
  readonly #stopListening: () => void;

  constructor({ core, platformStates }: { core: Core; platformStates: PlatformStates }) {
    const { clock, serverKey, storage } = core;
    this.#core = core;
    this.#texts = new TokenText(serverKey.keyFor('access-token'));
    this.#programs = new Remembered({
      clock,
      read: (appId) => this.#readProgram(appId),
      age: tokenLimits.verdictAge,
      most: tokenLimits.rememberedPrograms,
    });
    this.#limits = new Remembered({
      clock,
      read: async () => quotaLimitsOf((await platformStates.get()).limits),
      age: tokenLimits.verdictAge,
      most: 1,
    });
    this.#quota = new Quota(core);
    const window = tokenLimits.wrongSecretsTime;
    this.#wrongSecrets = new Throttle(clock, { most: tokenLimits.wrongSecrets, window });
    this.#keptRefusals = new Throttle(clock, { most: tokenLimits.keptRefusals, window });
    this.#stopListening = storage.announcements.listen((announcement) => this.#hear(announcement));
  }

  /**
   * Gives the access token of a mini program to who has its AppSecret.
   *
   * @throws ApiError `INVALID_CLIENT`, `SECRET_FROZEN`, `ADDRESS_NOT_PERMITTED`, `ARCHIVED`; `TOO_MANY_REQUESTS` after
   *   many wrong AppSecrets from one address or a forced refresh soon after another; `QUOTA_EXCEEDED`
   */
  async give(origin: Origin, request: TokenRequest): Promise<GivenToken> {
    const { appId, forceRefresh } = request;
    const program = await this.#admit(origin, request);
    await this.#quota.take(appId, await this.#limits.get('platform'));
    const { clock } = this.#core;
    const plan = planToken(program.times, {
      generation: program.generation,
      now: clock.now(),
      force: forceRefresh,
    });
    const times =
      plan.kind === 'keep' ? plan.times : await this.#renew(origin, program, { force: forceRefresh });
    return {
      accessToken: this.#texts.write({ appId, ...times }),
      expiresIn: secondsLeft(times, clock.now()),
    };
  }

  /**
   * The mini program that a token opens the door for; undefined if the token is not valid. What this rests on is at most
   * a second old. A token that the platform did not write never leads to a query.
   */
  async read(token: string): Promise<ProgramName | undefined> {
    const claims = this.#texts.read(token);
    if (claims === undefined) return undefined;
    const { appId } = claims;
    const remembered = this.#programs.peek(appId);
    if (remembered !== undefined && !isNewer(claims, remembered)) return this.#judge(token, remembered);

    if (!this.#texts.isGenuine(token, claims)) return undefined;
    const read = await this.#programs.get(appId);
    // What somebody else began to read can be older than the token.
    const known = isNewer(claims, read) ? await this.#programs.fresh(appId) : read;
    return known === undefined ? undefined : this.#judge(token, known);
  }

  /** What may be shown of the tokens of a mini program, and its quotas. */
  async state(appId: string): Promise<TokenState> {
    const { clock, storage } = this.#core;
    const limits = await this.#limits.get('platform');
    return readTokenState(storage.db, appId, { limits, now: clock.now() });
  }

  close(): void {
    this.#stopListening();
  }

  #judge(token: string, { appId, teamId, tokens }: KnownProgram): ProgramName | undefined {
    const now = this.#core.clock.now();
    const valid = tokens.some(({ text, endsAt }) => sameText(text, token) && endsAt > now);
    return valid ? { appId, teamId } : undefined;
  }

  async #readProgram(appId: string): Promise<KnownProgram | undefined> {
    const program = await readProgramState(this.#core.storage.db, appId);
    if (program === undefined) return undefined;
    const { generation } = program;
    const tokens = tokensOf(program).map(({ issuedAt, endsAt }) => ({
      text: this.#texts.write({ appId, generation, issuedAt }),
      endsAt,
    }));
    return { ...program, tokens };
  }

  /**
   * The right AppSecret is admitted however many wrong ones came before, so nobody can lock a backend out from an
   * address that it shares. Wrong ones beyond the limit are judged by what is remembered, and kept nowhere.
   */
  async #admit(origin: Origin, request: TokenRequest): Promise<ProgramState> {
    const { appId } = request;
    const { address } = origin;
    if (!isAppId(appId)) throw new ApiError('INVALID_CLIENT', { details: { field: 'app_id' } });
    const client = `${appId} ${networkOf(address)}`;
    const wait = this.#wrongSecrets.wait(client);
    const program = wait > 0 ? await this.#programs.get(appId) : await this.#programs.fresh(appId);
    const fault = findFault(program, { ...request, address });
    if (program !== undefined && fault === undefined) return program;
    if (wait > 0 && fault?.code === 'INVALID_CLIENT') {
      throw new ApiError('TOO_MANY_REQUESTS', {
        detail: 'too many wrong AppSecrets came from this address',
        retryAfter: wait / 1000,
        cause: fault,
      });
    }
    this.#wrongSecrets.count(client);
    if (program !== undefined && wait === 0) await this.#keepRefusal(origin, program, fault);
    throw fault ?? new ApiError('INVALID_CLIENT');
  }

  async #keepRefusal(origin: Origin, { appId, teamId }: ProgramState, fault: ApiError | undefined) {
    if (this.#keptRefusals.wait(appId) > 0) return;
    this.#keptRefusals.count(appId);
    await this.#core.audit.refused(origin, {
      action: 'access-token.give',
      teamId,
      appId,
      details: { code: fault?.code },
    });
  }

  async #renew(origin: Origin, program: ProgramState, { force }: { force: boolean }): Promise<TokenTimes> {
    const { appId } = program;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const times = await this.#tryToRenew(origin, program, force);
      if (times !== undefined) {
        this.#programs.drop(appId);
        return times;
      }
    }
    throw new ApiError('UNAVAILABLE');
  }

  /** @returns undefined if another request has written in between */
  async #tryToRenew(
    origin: Origin,
    { appId, teamId, generation }: ProgramState,
    force: boolean,
  ): Promise<TokenTimes | undefined> {
    const { storage, clock, audit } = this.#core;
    return storage.change(async (change) => {
      const now = clock.now();
      const seen = await readProgramState(change.tx, appId);
      if (seen === undefined || seen.generation !== generation) {
        throw new ApiError('INVALID_CLIENT', { details: { field: 'app_secret' } });
      }
      const plan = planToken(seen.times, { generation, now, force });
      if (plan.kind === 'keep') return plan.times;
      if (plan.kind === 'wait') {
        throw new ApiError('TOO_MANY_REQUESTS', {
          detail: 'the access token was refreshed by force only just now',
          details: { field: 'force_refresh' },
          retryAfter: plan.milliseconds / 1000,
        });
      }
      if (!(await writeTimes(change, appId, { seen: seen.times, times: plan.times }))) return undefined;
      if (!force) return plan.times;
      const window = Math.floor(now / tokenLimits.day) * tokenLimits.day;
      const count = await addUsage(change.tx, { subject: appId, what: 'token-forced', window, count: 1 });
      if (count > tokenLimits.forcedPerDay) {
        throw new ApiError('QUOTA_EXCEEDED', {
          detail: `an access token may be refreshed by force ${tokenLimits.forcedPerDay} times a day`,
          details: { field: 'force_refresh', limit: tokenLimits.forcedPerDay },
          retryAfter: (window + tokenLimits.day - now) / 1000,
        });
      }
      change.announce({ kind: 'secret', appId });
      const actor: AuditActor = { kind: 'program', id: appId, name: appId };
      await audit.done(change, { ...origin, actor }, { action: 'access-token.force-refresh', teamId, appId });
      return plan.times;
    });
  }

  #hear(announcement: Announcement): void {
    if (announcement.kind === 'anything' || announcement.kind === 'platform') this.#limits.dropAll();
    if (announcement.kind === 'anything') this.#programs.dropAll();
    else if (announcement.kind === 'secret' || announcement.kind === 'policy') {
      this.#programs.drop(announcement.appId);
    }
  }
}

/** Whether a token was issued after what is known of its mini program was read. */
function isNewer({ generation, issuedAt }: TokenClaims, program: ProgramState | undefined): boolean {
  if (program === undefined) return false;
  const { generation: known, times } = program;
  if (generation !== known) return generation > known;
  return times?.generation !== generation || issuedAt > times.issuedAt;
}
