import type { HostProfile, Target } from '@minigate/policy';
import { isUnavailable } from '../acceleration/failures.ts';
import { NetworkError } from '../errors.ts';
import { buildVisit } from '../outgoing.ts';
import { type DialTerms, planDial } from '../transport/dial-plan.ts';
import { Endpoint } from '../transport/endpoint.ts';
import { Hop } from '../transport/hop.ts';
import type { WireReceiver, WireTiming } from '../transport/transport.ts';

/** One probe of a server, over a connection of its own. */
export interface Trial {
  readonly timing: Readonly<WireTiming>;
  readonly status: number | undefined;
  /** Why there is no answer, or none that counts. */
  readonly error: NetworkError | undefined;
  /** It says that it cannot serve: 502, 503 or 504. */
  readonly unavailable: boolean;
}

/** Asks for the head of a path, over the dial that calls are made with. */
export async function tryServer(target: Target, terms: DialTerms, profile: HostProfile): Promise<Trial> {
  const endpoint = new Endpoint(planDial(target, 'enforce', false, terms), {
    maxHeaderSize: profile.limits.responseHeaderBytes,
    keepAliveTimeout: 1,
    keepAliveMaxTimeout: 1,
  });
  try {
    return await new Promise<Trial>((resolve) => {
      const end = (status: number | undefined, error?: NetworkError) => {
        clearTimeout(timer);
        const unavailable = status !== undefined && isUnavailable(status);
        resolve({ timing: { ...hop.timing }, status, error, unavailable });
        hop.cancel();
      };
      const receiver: WireReceiver = {
        onAddress() {},
        onHead: ({ status }) => end(status),
        onData: () => true,
        onEnd() {},
        onError: (error) => end(undefined, error),
      };
      // The dial has a time of its own.
      const timer = setTimeout(() => {
        const detail = `No answer within ${Math.round(terms.timeout)} ms.`;
        end(undefined, new NetworkError('TIMED_OUT', { detail }));
      }, terms.timeout * 2);
      const request = {
        ...buildVisit(target.path, profile),
        method: 'HEAD',
        target,
        guard: 'enforce',
      } as const;
      const hop = new Hop(endpoint, request, receiver);
      hop.send();
    });
  } finally {
    await endpoint.end();
  }
}
