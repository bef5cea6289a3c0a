import type {
  Clock,
  Connecting,
  Exchange,
  NetworkOptions,
  Transport,
  WireConnect,
  WireConnectReceiver,
  WireReceiver,
  WireRequest,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
} from '@minigate/network';
import type { Api } from '@minigate/policy';
import { mockAnswer } from './mock-answer.ts';
import { MockExchange } from './mock-exchange.ts';
import { parseUrlPattern, type UrlPattern } from './mock-pattern.ts';
import type { MockFault, MockRule } from './mock-rules.ts';
import { MockSocket } from './mock-socket.ts';
import { mockBody } from './mocks-file.ts';

/** Answers that a person makes up, before any server is asked. */
export interface MockAnswers {
  readonly rules: readonly MockRule[];
  /** For requests from now on; of `parseMocks`. */
  set(rules: readonly MockRule[]): void;
  /**
   * The option of a network that lets the rules answer. To have them over a slow link as well, put that in front:
   * `(transport, clock) => conditions.interpose(mocks.interpose(transport, clock), clock)`.
   */
  readonly interpose: NonNullable<NetworkOptions['interpose']>;
}

interface MocksOptions {
  /** The program's folder, for rules that answer with a file of it. */
  readonly directory?: string;
}

interface Route {
  readonly rule: MockRule;
  readonly pattern: UrlPattern;
}

/**
 * Rules that answer in place of servers; none at first. A call is judged as always: one that is refused gets no
 * mock answer, and a redirect of a mock answer is judged like any other.
 *
 * @example
 * const mocks = createMocks({ directory });
 * mocks.set([{ url: 'https://api.example.com/users/*', json: { name: 'Ada' }, delay: 300 }]);
 * const network = createNetwork({ policy, interpose: mocks.interpose });
 */
export function createMocks({ directory }: MocksOptions = {}): MockAnswers {
  let rules: readonly MockRule[] = [];
  let routes: readonly Route[] = [];
  return {
    get rules() {
      return rules;
    },
    set(given) {
      rules = [...given];
      routes = rules.flatMap((rule) => {
        const pattern = parseUrlPattern(rule.url);
        return rule.enabled === false || 'problem' in pattern ? [] : [{ rule, pattern }];
      });
    },
    interpose: (transport, clock) => new MockTransport(transport, clock, () => routes, directory),
  };
}

/** A transport behind made-up answers. */
class MockTransport implements Transport {
  readonly #inner: Transport;
  readonly #clock: Clock;
  readonly #routes: () => readonly Route[];
  readonly #directory: string | undefined;
  readonly #live = new Set<Exchange | WireSocket>();

  constructor(inner: Transport, clock: Clock, routes: () => readonly Route[], directory: string | undefined) {
    this.#inner = inner;
    this.#clock = clock;
    this.#routes = routes;
    this.#directory = directory;
  }

  send(request: WireRequest, receiver: WireReceiver): Exchange {
    const { method } = request;
    const rule = this.#ruleOf(request);
    if (rule === undefined) return this.#inner.send(request, receiver);
    const exchange: MockExchange = new MockExchange(request, receiver, {
      rule,
      clock: this.#clock,
      answer: async () => mockAnswer(rule, method, await this.#fileOf(rule)),
      onOver: () => this.#live.delete(exchange),
    });
    this.#live.add(exchange);
    return exchange;
  }

  answers(request: WireRequest): boolean {
    return this.#ruleOf(request) !== undefined || this.#inner.answers?.(request) === true;
  }

  connect(request: WireConnect, receiver: WireConnectReceiver): Connecting {
    return this.#inner.connect(request, receiver);
  }

  openSocket(request: WireSocketRequest, receiver: WireSocketReceiver): WireSocket {
    const rule = this.#ruleFor('connectSocket', 'GET', urlOf({ ...request, path: request.target.path }));
    if (rule === undefined || !hasFault(rule)) return this.#inner.openSocket(request, receiver);
    const socket: MockSocket = new MockSocket(request, receiver, rule, {
      clock: this.#clock,
      onOver: () => this.#live.delete(socket),
    });
    this.#live.add(socket);
    return socket;
  }

  renew(): void {
    this.#inner.renew();
  }

  close(): Promise<void> {
    for (const one of [...this.#live]) one.cancel();
    return this.#inner.close();
  }

  #ruleOf(request: WireRequest): MockRule | undefined {
    const { api = 'request', method } = request;
    return this.#ruleFor(api, method, urlOf(request));
  }

  #ruleFor(api: Api, method: string, url: string): MockRule | undefined {
    return this.#routes().find(
      ({ rule, pattern }) =>
        (rule.api === undefined ? api !== 'connectSocket' || hasFault(rule) : rule.api === api) &&
        (rule.method === undefined || rule.method === method) &&
        pattern.fits(url),
    )?.rule;
  }

  #fileOf({ file }: MockRule): Promise<Uint8Array> | undefined {
    if (file === undefined) return undefined;
    if (this.#directory === undefined) throw new Error('The program has no folder to read files from.');
    return mockBody(this.#directory, file);
  }
}

function hasFault(rule: MockRule): rule is MockRule & { readonly fault: MockFault } {
  return rule.fault !== undefined;
}

/** The URL as it goes on the wire; of an accelerated call the one that was judged, not the candidate's. */
function urlOf({ target, path, keptUnder }: Pick<WireRequest, 'target' | 'path' | 'keptUnder'>): string {
  const origin =
    keptUnder === undefined ? `${target.scheme}://${target.authority}` : new URL(keptUnder).origin;
  return `${origin}${path}`;
}
