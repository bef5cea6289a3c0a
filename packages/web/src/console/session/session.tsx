import type { WhoAmI } from '@minigate/platform';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useMemo } from 'react';
import { useApi } from '../api/api-provider.tsx';
import { hasCode } from '../api/api-problem.ts';
import { sessionKey, sessionPath } from '../api/query-client.ts';
import type { SessionGate } from '../api/session-gate.ts';
import { forgetDrafts } from './draft-storage.ts';
import { useOtherTabs } from './use-other-tabs.ts';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Who is signed in, and how that changes. */
export interface SessionState {
  /** Undefined until it is known, null while nobody is. */
  readonly who: WhoAmI | null | undefined;
  /** Why it is not known. */
  readonly problem: Error | null;
  readonly retry: () => void;
  /** @throws ApiProblem */
  readonly signIn: (credentials: Credentials) => Promise<void>;
  /** @throws ApiProblem */
  readonly signOut: () => Promise<void>;
  /** Asks anew after something that may have ended the session on purpose. */
  readonly recheck: () => Promise<void>;
}

const SessionContext = createContext<SessionState | undefined>(undefined);

interface SessionProviderProps {
  /** What begins the page anew, for another person. */
  readonly reload: () => void;
  readonly children: ReactNode;
}

/**
 * Knows who is signed in. A session that ends while the page is in use keeps everything on it: the calls wait for a new
 * sign-in. Another person than before gets nothing of it: the page begins anew.
 */
export function SessionProvider({ reload, children }: SessionProviderProps) {
  const { call, callOnce, gate } = useApi();
  const queries = useQueryClient();
  /** Whether the page goes on for this person: it does not where it knows another one. */
  const admit = useCallback(
    (who: WhoAmI): boolean => {
      const { userId } = who.user;
      const before = knownIn(queries)?.user.userId;
      if (before === undefined) gate.signedIn(userId);
      if (before === undefined || before === userId) return true;
      gate.signedOut();
      forgetDrafts();
      reload();
      return false;
    },
    [queries, gate, reload],
  );
  const { data, error, refetch } = useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }): Promise<WhoAmI | null> => {
      const known = knownIn(queries);
      try {
        const who = await (known === null ? callOnce : call)<WhoAmI>('GET', sessionPath, undefined, signal);
        return admit(who) ? who : knownIn(queries);
      } catch (problem) {
        if (known === null && hasCode(problem, 'NOT_SIGNED_IN')) return null;
        throw problem;
      }
    },
    refetchOnWindowFocus: 'always',
  });
  const compare = useCallback(async () => {
    if (knownIn(queries) === null) {
      await queries.invalidateQueries({ queryKey: sessionKey });
      return;
    }
    const now = await callOnce<WhoAmI>('GET', sessionPath).catch(() => undefined);
    if (now !== undefined && admit(now)) gate.signedIn(now.user.userId);
  }, [queries, callOnce, gate, admit]);
  const tellTabs = useOtherTabs(compare);
  const state = useMemo(
    (): SessionState => ({
      who: data,
      problem: error,
      retry: () => void refetch(),
      signIn: async (credentials) => {
        const who = await callOnce<WhoAmI>('POST', sessionPath, credentials);
        tellTabs();
        if (!admit(who)) return;
        queries.setQueryData(sessionKey, who);
        gate.signedIn(who.user.userId);
      },
      signOut: async () => {
        await callOnce('DELETE', sessionPath).catch((problem: unknown) => {
          if (!hasCode(problem, 'NOT_SIGNED_IN')) throw problem;
        });
        leave(queries, gate);
        tellTabs();
      },
      recheck: async () => {
        try {
          const who = await callOnce<WhoAmI>('GET', sessionPath);
          if (admit(who)) queries.setQueryData(sessionKey, who);
        } catch (problem) {
          if (hasCode(problem, 'NOT_SIGNED_IN')) leave(queries, gate);
        }
      },
    }),
    [data, error, refetch, queries, callOnce, gate, admit, tellTabs],
  );
  return <SessionContext value={state}>{children}</SessionContext>;
}

/** Who is signed in as far as the page knows. */
function knownIn(queries: QueryClient): WhoAmI | null {
  return queries.getQueryData<WhoAmI | null>(sessionKey) ?? null;
}

/** Nobody is signed in any more, and nothing of what somebody saw is left. */
function leave(queries: QueryClient, gate: SessionGate): void {
  gate.signedOut();
  forgetDrafts();
  queries.setQueryData(sessionKey, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== sessionPath });
}

export function useSession(): SessionState {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('Nothing knows who is signed in: SessionProvider is missing.');
  return session;
}

/** Who is signed in, on a screen that only such see. */
export function useWho(): WhoAmI {
  const { who } = useSession();
  if (who === null || who === undefined)
    throw new Error('This screen is shown to nobody who is not signed in.');
  return who;
}
