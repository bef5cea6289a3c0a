import type { Target } from '@minigate/policy';
import type { Clock } from '../clock.ts';
import { NetworkError } from '../errors.ts';
import type { Transport } from '../transport/transport.ts';
import { feedFault, type PolicyFeedFault } from './faults.ts';
import { policyFeedLimits } from './limits.ts';

export interface PlatformAnswer {
  readonly ok: true;
  readonly status: number;
  /** The value of a header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

export type PlatformAnswerResult = PlatformAnswer | { readonly ok: false; readonly fault: PolicyFeedFault };

/**
 * One GET, answered whole within bounds of time and size. No redirect is followed: any answer but a redirect
 * is an answer.
 *
 * @param bytes the longest body
 */
export function ask(
  { transport, clock }: { readonly transport: Transport; readonly clock: Clock },
  target: Target,
  headers: readonly string[],
  bytes: number,
): Promise<PlatformAnswerResult> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    let status = 0;
    let received: readonly string[] = [];
    const stopClock = clock.after(policyFeedLimits.answerTime, () => give(feedFault('PLATFORM_TOO_SLOW')));

    function end(result: PlatformAnswerResult): void {
      stopClock();
      resolve(result);
    }

    /** The rest of the answer is not waited for. */
    function give(fault: PolicyFeedFault): void {
      exchange.cancel();
      end({ ok: false, fault });
    }

    const exchange = transport.send(
      { target, path: target.path, method: 'GET', headers, body: null, guard: 'enforce' },
      {
        onAddress() {},
        onHead(head) {
          ({ status, headers: received } = head);
          if (isRedirect(status)) give(feedFault('PLATFORM_REDIRECTS', `status ${status}`));
        },
        onData(chunk) {
          length += chunk.byteLength;
          if (length > bytes) give(feedFault('ANSWER_TOO_LARGE', `more than ${bytes} bytes`));
          else chunks.push(chunk);
          return true;
        },
        onEnd: () => end({ ok: true, status, header: headerOf(received), body: Buffer.concat(chunks) }),
        onError: (error) => end({ ok: false, fault: unreachable(error) }),
      },
    );
  });
}

export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

export function headerOf(lines: readonly string[]): (name: string) => string | undefined {
  return (name) => {
    const at = lines.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name);
    return at < 0 ? undefined : lines[at + 1];
  };
}

export function unreachable(error: unknown): PolicyFeedFault {
  const seen = error instanceof NetworkError ? error.message.replace(/\.$/, '') : undefined;
  return feedFault('PLATFORM_UNREACHABLE', seen);
}
