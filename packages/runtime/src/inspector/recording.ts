import type { NetworkError, NetworkEvents, WireTiming } from '@minigate/network';
import { AccelerationRecording } from './acceleration-recording.ts';
import type { Entry, EntryHop } from './protocol.ts';
import { overhead, type RecordingBudget } from './recording-budget.ts';
import { SocketRecording } from './socket-recording.ts';
import { userinfoOf, withoutUserinfo } from './userinfo.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type GrowingHop = Mutable<EntryHop>;

interface GrowingEntry extends Mutable<Omit<Entry, 'hops'>> {
  readonly hops: GrowingHop[];
}

type Event<K extends keyof NetworkEvents> = NetworkEvents[K];

/** One call being recorded: a method for each event that is about it. */
export class Recording {
  readonly #entry: GrowingEntry;
  readonly #budget: RecordingBudget;
  /** What must not be kept, from the URLs of this call. */
  readonly #userinfos = new Set<string>();
  /** By hop. */
  readonly #accelerations = new Map<number, AccelerationRecording>();
  #queuedAt: number | undefined;
  #socket: SocketRecording | undefined;

  constructor({ id, api, url, method, time }: Event<'call'>, budget: RecordingBudget) {
    this.#budget = budget;
    budget.count(id, overhead.call);
    this.#entry = {
      id,
      api,
      url: this.#url(id, url),
      method: budget.keepText(id, method),
      calledAt: time,
      state: 'called',
      waited: 0,
      hops: [],
      bodyBytes: 0,
    };
  }

  get entry(): Entry {
    return this.#entry;
  }

  /** Where in the program the call was made. */
  place(source: string): void {
    this.#entry.source = this.#budget.keepText(this.#entry.id, source);
  }

  queue({ time }: Event<'queue'>): void {
    this.#entry.state = 'waiting';
    this.#queuedAt = time;
  }

  decision({ id, hop, url, decision }: Event<'decision'>): void {
    const { target } = decision;
    // A Location may be relative; where it leads is in the target.
    const absolute =
      hop > 0 && target !== undefined ? `${target.scheme}://${target.authority}${target.path}` : url;
    const kept = this.#hop(hop, this.#url(id, absolute));
    this.#budget.count(id, target?.path.length ?? 0);
    const message = this.#text(decision.message);
    kept.decision =
      decision.verdict === 'allow'
        ? { ...decision, message }
        : { ...decision, message, suggestion: this.#text(decision.suggestion) };
  }

  send({ id, hop, url, method, headers, body, streamedBytes, time }: Event<'send'>): void {
    this.#endWaiting(time);
    this.#entry.state = 'running';
    const kept = this.#hop(hop, '');
    kept.url = this.#url(id, url);
    kept.request = {
      time,
      method,
      headers: this.#budget.keepHeaders(id, headers),
      ...(body === null ? undefined : { body: this.#budget.keepBody(id, body) }),
      ...(streamedBytes === undefined ? undefined : { streamedBytes }),
    };
  }

  address({ id, hop, address, port, addressClass, verdict, enforced, mock }: Event<'address'>): void {
    const kept = this.#hop(hop, '');
    kept.address = { address, port, addressClass, verdict, enforced };
    if (mock !== undefined) kept.mock = this.#budget.keepText(id, mock);
  }

  acceleration(event: Event<'acceleration'>): void {
    const { id, hop } = event;
    if (event.kind === 'choice') {
      const recording = new AccelerationRecording(event);
      this.#accelerations.set(hop, recording);
      this.#hop(hop, '').acceleration = recording.acceleration;
    } else {
      this.#accelerations.get(hop)?.add(event);
    }
    this.#budget.count(id, overhead.line);
  }

  answer({ id, hop, time, status, protocol, headers }: Event<'answer'>): void {
    const { lines, cut } = this.#budget.keepHeaders(id, headers);
    const harmless = lines.map(([name, value]): [string, string] =>
      name.toLowerCase() === 'location' ? [name, this.#url(id, value)] : [name, value],
    );
    this.#hop(hop, '').response = { time, status, protocol, headers: { lines: harmless, cut } };
  }

  hop({ hop, timing }: Event<'hop'>): void {
    this.#hop(hop, '').timing = sinceEpoch(timing);
  }

  settle({ id, api, time, outcome, result, error, body, reading, bodyBytes }: Event<'settle'>): void {
    this.#endWaiting(time);
    const entry = this.#entry;
    entry.errMsg = this.#text(result.errMsg);
    entry.bodyBytes = bodyBytes;
    entry.reading = reading;
    if ('profile' in result) entry.profile = { ...result.profile };
    if (body !== undefined) entry.body = this.#budget.keepBody(id, body);
    if (api === 'connectSocket' && outcome === 'success') {
      this.#socket = new SocketRecording(this.#budget);
      entry.socket = this.#socket.socket;
      entry.state = 'running';
    } else {
      this.#end(time, outcome, error);
    }
  }

  /** What happens to a socket after its call was accepted. */
  socket(event: Event<'socket'>): void {
    const recording = this.#socket;
    if (recording === undefined) return;
    if (event.kind === 'handshake') {
      const { id, time, url, headers } = event;
      const kept = this.#hop(0, '');
      kept.url = this.#url(id, url);
      kept.request = { time, method: 'GET', headers: this.#budget.keepHeaders(id, headers) };
    } else if (event.kind === 'open') {
      recording.open(event);
    } else if (event.kind === 'message') {
      recording.message(event);
      this.#entry.bodyBytes = recording.socket.received.bytes;
    } else {
      recording.close(event);
      const { error, time } = event;
      if (error !== undefined) this.#entry.errMsg = this.#text(`connectSocket:fail ${error.text}`);
      this.#end(time, error === undefined ? 'success' : 'fail', error);
    }
  }

  #end(time: number, outcome: 'success' | 'fail', error: NetworkError | undefined): void {
    const entry = this.#entry;
    entry.state = 'settled';
    entry.settledAt = time;
    entry.outcome = outcome;
    if (error === undefined) return;
    const { code, errno, detail, fix } = error;
    entry.error = {
      code,
      errno,
      fix,
      ...(detail === undefined ? undefined : { detail: this.#text(detail) }),
    };
  }

  #endWaiting(time: number): void {
    if (this.#entry.state === 'waiting' && this.#queuedAt !== undefined) {
      this.#entry.waited = time - this.#queuedAt;
    }
  }

  #hop(hop: number, url: string): GrowingHop {
    const { hops } = this.#entry;
    let found = hops.find((candidate) => candidate.hop === hop);
    if (found === undefined) {
      hops.push((found = { hop, url }));
      this.#budget.count(this.#entry.id, overhead.hop);
    }
    return found;
  }

  #url(id: number, url: string): string {
    const userinfo = userinfoOf(url);
    if (userinfo === undefined) return this.#budget.keepText(id, url);
    if (!this.#userinfos.has(userinfo)) this.#budget.count(id, userinfo.length);
    this.#userinfos.add(userinfo);
    return this.#budget.keepText(id, withoutUserinfo(url, userinfo));
  }

  #text(text: string): string {
    let harmless = text;
    for (const userinfo of this.#userinfos) harmless = withoutUserinfo(harmless, userinfo);
    return this.#budget.keepText(this.#entry.id, harmless);
  }
}

/** The marks of a connection in milliseconds since the epoch, as every other moment of an entry. */
function sinceEpoch(timing: Readonly<WireTiming>): WireTiming {
  const at = (moment: number): number => (moment === 0 ? 0 : performance.timeOrigin + moment);
  return {
    ...timing,
    lookupStart: at(timing.lookupStart),
    lookupEnd: at(timing.lookupEnd),
    connectStart: at(timing.connectStart),
    connectEnd: at(timing.connectEnd),
    tlsStart: at(timing.tlsStart),
    tlsEnd: at(timing.tlsEnd),
    requestStart: at(timing.requestStart),
    requestEnd: at(timing.requestEnd),
    responseStart: at(timing.responseStart),
    responseEnd: at(timing.responseEnd),
  };
}
