import type { Target } from '@minigate/policy';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Clock } from '../clock.ts';
import type { Exchange, Transport, WireHead } from '../transport/transport.ts';
import { Backoff } from './backoff.ts';
import { feedFault, type PolicyFeedFault } from './faults.ts';
import { policyFeedLimits } from './limits.ts';
import { headerOf, isRedirect, unreachable } from './platform-answer.ts';

/** What is told of the stream of announcements. Nothing in it is verified; it only says when to ask. */
export interface AnnouncementListener {
  /** The platform says that there is a policy of this version. */
  onVersion(version: number): void;
  /** The stream could not be opened, or broke; it is opened anew by itself. */
  onFault(fault: PolicyFeedFault): void;
}

/**
 * Server-sent events of one policy, for as long as they are wanted: a stream that ends, breaks or falls silent
 * is opened anew, with `Last-Event-ID` and after a time that differs from client to client.
 */
export class Announcements {
  readonly #around: { readonly transport: Transport; readonly clock: Clock };
  readonly #target: Target;
  readonly #listener: AnnouncementListener;
  readonly #backoff: Backoff;
  #exchange: Exchange | undefined;
  #stopTimer = () => {};
  #lastEventId: string | undefined;
  #closed = false;

  constructor(
    around: { readonly transport: Transport; readonly clock: Clock },
    target: Target,
    listener: AnnouncementListener,
  ) {
    this.#around = around;
    this.#target = target;
    this.#listener = listener;
    this.#backoff = new Backoff(policyFeedLimits.firstRetry, policyFeedLimits.longestRetry);
    this.#open();
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  #open(): void {
    const headers = ['accept', 'text/event-stream', 'cache-control', 'no-cache'];
    if (this.#lastEventId !== undefined) headers.push('last-event-id', this.#lastEventId);
    const text = new TextDecoder();
    const parser = createParser({
      onEvent: (event) => this.#onEvent(event),
      onError: ({ type }) => {
        if (type === 'max-buffer-size-exceeded')
          this.#break(feedFault('ANSWER_TOO_LARGE', 'an announcement'));
      },
      maxBufferSize: policyFeedLimits.announcementBytes,
    });
    const { transport } = this.#around;
    this.#wait(policyFeedLimits.answerTime, feedFault('PLATFORM_TOO_SLOW'));
    const exchange: Exchange = transport.send(
      { target: this.#target, path: this.#target.path, method: 'GET', headers, body: null, guard: 'enforce' },
      {
        onAddress() {},
        onHead: (head) => this.#onHead(head),
        onData: (chunk) => {
          this.#expectMore();
          parser.feed(text.decode(chunk, { stream: true }));
          return true;
        },
        onEnd: () => this.#again(),
        onError: (error) => this.#break(unreachable(error)),
      },
    );
    this.#exchange = exchange;
  }

  #onHead({ status, headers }: WireHead): void {
    const type = (headerOf(headers)('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    if (isRedirect(status)) this.#break(feedFault('PLATFORM_REDIRECTS', `status ${status}`));
    else if (status === 404) this.#break(feedFault('NO_SUCH_PROGRAM'));
    else if (status !== 200) this.#break(feedFault('PLATFORM_REFUSES', `status ${status}`));
    else if (type !== 'text/event-stream')
      this.#break(feedFault('NOT_A_POLICY', 'it is no text/event-stream'));
    else this.#expectMore();
  }

  /** A stream that says something is in order, be it only that it is alive. */
  #onEvent({ event, id, data }: EventSourceMessage): void {
    this.#backoff.reset();
    if (id !== undefined && /^[\x21-\x7e]{1,64}$/.test(id)) this.#lastEventId = id;
    if (event === 'reconnect') this.#again();
    if (event !== 'policy') return;
    const version = readVersion(data);
    if (version !== undefined) this.#listener.onVersion(version);
  }

  #expectMore(): void {
    this.#wait(
      policyFeedLimits.silence,
      feedFault('PLATFORM_TOO_SLOW', 'no announcement and no sign of life'),
    );
  }

  #wait(time: number, fault: PolicyFeedFault): void {
    if (this.#closed) return;
    this.#stopTimer();
    this.#stopTimer = this.#around.clock.after(time, () => this.#break(fault));
  }

  #break(fault: PolicyFeedFault): void {
    if (this.#closed) return;
    this.#listener.onFault(fault);
    this.#again();
  }

  #again(): void {
    if (this.#closed) return;
    this.#stop();
    this.#stopTimer = this.#around.clock.after(this.#backoff.next(), () => this.#open());
  }

  #stop(): void {
    this.#stopTimer();
    this.#exchange?.cancel();
    this.#exchange = undefined;
  }
}

/** Of `{ "version": 7 }`. */
function readVersion(data: string): number | undefined {
  try {
    const value: unknown = JSON.parse(data);
    const version: unknown = Reflect.get(Object(value), 'version');
    return typeof version === 'number' && Number.isSafeInteger(version) && version >= 0 ? version : undefined;
  } catch {
    return undefined;
  }
}
