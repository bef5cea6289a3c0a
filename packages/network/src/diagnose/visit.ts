import type { HostProfile, Target } from '@minigate/policy';
import { NetworkError } from '../errors.ts';
import { headerValue } from '../headers.ts';
import { buildVisit } from '../outgoing.ts';
import { type ContentDecoder, createContentDecoder } from '../transport/content-coding.ts';
import { type DialTerms, planDial } from '../transport/dial-plan.ts';
import { Endpoint } from '../transport/endpoint.ts';
import { Hop } from '../transport/hop.ts';
import { isRedirect, locationOf } from '../transport/redirects.ts';
import type { WireHead, WireReceiver, WireTiming } from '../transport/transport.ts';
import { diagnosisLimits } from './limits.ts';

/** One GET and what came of it. */
export interface Visit {
  readonly head: WireHead | undefined;
  readonly body: Uint8Array;
  /** The body goes on. */
  readonly cut: boolean;
  /** Why it ended early. */
  readonly error: NetworkError | undefined;
  /** A connection was made. */
  readonly connected: boolean;
  readonly timing: WireTiming;
}

/**
 * Sends what a call of a mini program without options sends, over a connection that is as strict as its own,
 * and reads the beginning of the answer. Of a redirect only the head is read.
 */
export async function visit(target: Target, terms: DialTerms, profile: HostProfile): Promise<Visit> {
  // A socket begins with a GET too, but its schemes are not for HTTP.
  const asked: Target = { ...target, scheme: 'https' };
  const endpoint = new Endpoint(planDial(asked, 'enforce', false, terms), {
    maxHeaderSize: profile.limits.responseHeaderBytes,
    keepAliveTimeout: 1,
    keepAliveMaxTimeout: 1,
  });
  try {
    return await new Promise<Visit>((resolve) => {
      const visitor = new Visitor(terms.timeout, resolve);
      const request = { ...buildVisit(target.path, profile), target: asked, guard: 'enforce' } as const;
      visitor.hop = new Hop(endpoint, request, visitor);
      visitor.hop.send();
    });
  } finally {
    await endpoint.end();
  }
}

class Visitor implements WireReceiver {
  hop: Hop | undefined;
  readonly #time: number;
  readonly #resolve: (visit: Visit) => void;
  readonly #chunks: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #wireBytes = 0;
  #connected = false;
  #head: WireHead | undefined;
  #decoder: ContentDecoder | undefined;

  constructor(time: number, resolve: (visit: Visit) => void) {
    this.#time = time;
    this.#resolve = resolve;
  }

  /** Until here the dial has its own time. */
  onAddress(): void {
    this.#connected = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const detail =
        this.#head === undefined
          ? `No answer within ${Math.round(this.#time)} ms.`
          : `The answer was not complete within ${Math.round(this.#time)} ms.`;
      this.#end(new NetworkError('TIMED_OUT', { detail }));
    }, this.#time);
  }

  onHead(head: WireHead): void {
    this.#head = head;
    if (isRedirect(head.status) && locationOf(head.headers) !== undefined) {
      this.#end(undefined);
      return;
    }
    this.#decoder = createContentDecoder(headerValue(head.headers, 'content-encoding'), {
      limit: diagnosisLimits.bodyBytes,
      streamed: true,
      tooLarge: () => new NetworkError('RESPONSE_TOO_LARGE'),
      onData: (chunk) => {
        this.#chunks.push(chunk);
        return true;
      },
      onDrain: () => this.hop?.resume(),
      onEnd: () => this.#end(undefined),
      onError: (error) => {
        if (error.code === 'RESPONSE_TOO_LARGE') this.#end(undefined, true);
        else this.#end(error);
      },
    });
  }

  onData(chunk: Uint8Array): boolean {
    this.#wireBytes += chunk.byteLength;
    if (this.#wireBytes > diagnosisLimits.wireBytes) {
      this.#end(undefined, true);
      return true;
    }
    return this.#decoder?.write(chunk) ?? true;
  }

  onEnd(): void {
    this.#decoder?.end();
  }

  onError(error: NetworkError): void {
    this.#connected &&= error.code !== 'ADDRESS_REFUSED';
    this.#end(error);
  }

  #end(error: NetworkError | undefined, cut = false): void {
    clearTimeout(this.#timer);
    this.#decoder?.cancel();
    const { hop } = this;
    if (hop === undefined) return;
    this.#resolve({
      head: this.#head,
      body: Buffer.concat(this.#chunks),
      cut,
      error,
      connected: this.#connected,
      timing: hop.timing,
    });
    hop.cancel();
  }
}
