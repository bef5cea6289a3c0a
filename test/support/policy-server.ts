import { EventEmitter, once } from 'node:events';
import type * as http from 'node:http';
import {
  type DatedPolicyDocument,
  generatePolicyKey,
  type PolicyKeyPair,
  type PolicyPublicKey,
  type PublishedKey,
  signHandover,
  signPolicy,
} from '@minigate/policy';
import { type Handler, type HttpsServer, startHttpsServer } from './https-server.ts';

/** Where the policy of the AppId `demo` is. */
export const policyPath = '/client/v1/mini-programs/demo/policy';
export const keysPath = '/.well-known/jwks.json';

export const day = 86_400_000;

/** A platform that answers clients only, and does as it is told. */
export interface PolicyServer extends HttpsServer {
  readonly issuer: string;
  /** The first key; its thumbprint is what clients pin. */
  readonly key: PolicyKeyPair;
  /** What `jwks.json` answers. */
  keys: readonly PublishedKey[];
  /** Signs a policy for `demo`, serves it from now on, and announces it. */
  publish(
    policy?: Partial<DatedPolicyDocument>,
    signing?: { key?: PolicyKeyPair; nextKey?: PolicyPublicKey; issuer?: string; announced?: boolean },
  ): Promise<string>;
  /** Serves a text as the policy, whatever it is. */
  serve(text: string, headers?: http.OutgoingHttpHeaders): void;
  /** What the answers with a policy say of caches. */
  cacheControl: string;
  /** Answers the next questions for the policy, or for anything else, in another way. */
  override: Handler | undefined;
  /** Writes to every open stream of announcements. */
  say(text: string): void;
  /** Waits until so many streams were opened, counted from the start; gives the questions for them. */
  subscribed(count: number): Promise<http.IncomingMessage[]>;
  /** Ends every open stream of announcements. */
  hangUp(): void;
}

/** A key set in which each key hands over to the next. */
export async function handedOver(issuer: string, keys: readonly PolicyKeyPair[]): Promise<PublishedKey[]> {
  return Promise.all(
    keys.map(async ({ publicKey }, index) => {
      const before = keys[index - 1];
      if (before === undefined) return publicKey;
      return {
        ...publicKey,
        handover: await signHandover({ issuer, nextKey: publicKey }, before.privateKey),
      };
    }),
  );
}

/** @param options of the HTTPS server under it */
export async function startPolicyServer(
  options: Parameters<typeof startHttpsServer>[1] = {},
): Promise<PolicyServer> {
  const issuer = 'https://platform.example.test';
  const key = await generatePolicyKey();
  const streams = new Set<http.ServerResponse>();
  const opened: http.IncomingMessage[] = [];
  const news = new EventEmitter();
  let served: { text: string; headers: http.OutgoingHttpHeaders } | undefined;
  let lastId = 0;

  const server = await startHttpsServer(
    (request, response, message) => {
      if (platform.override !== undefined) return platform.override(request, response, message);
      switch (request.url) {
        case policyPath:
          return answerPolicy(request.headers, response);
        case `${policyPath}/events`:
          return openStream(message, response);
        case keysPath:
          return void response
            .writeHead(200, { 'content-type': 'application/jwk-set+json' })
            .end(JSON.stringify({ keys: platform.keys }));
        default:
          return void response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      }
    },
    { names: ['platform.example.test'], ...options },
  );

  function answerPolicy(asked: http.IncomingHttpHeaders, response: http.ServerResponse): void {
    if (served === undefined) return void response.writeHead(404).end();
    const { etag } = served.headers;
    const unchanged = etag !== undefined && asked['if-none-match'] === etag;
    response.writeHead(unchanged ? 304 : 200, served.headers).end(unchanged ? undefined : served.text);
  }

  function openStream(message: http.IncomingMessage, response: http.ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(':\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
    opened.push(message);
    news.emit('stream');
  }

  const platform: PolicyServer = {
    ...server,
    issuer,
    key,
    keys: [key.publicKey],
    cacheControl: 'public, max-age=60',
    override: undefined,
    async publish(policy = {}, { key: signer = key, nextKey, issuer: by = issuer, announced = true } = {}) {
      const now = Date.now();
      const document = {
        appId: 'demo',
        version: 1,
        serverDomains: ['https://api.example.test'],
        issuedAt: now,
        expiresAt: now + 7 * day,
        ...policy,
      };
      const text = await signPolicy({ issuer: by, document, nextKey }, signer.privateKey);
      platform.serve(text);
      lastId += 1;
      if (announced) {
        platform.say(
          `id: ${lastId}\nevent: policy\ndata: ${JSON.stringify({ version: document.version })}\n\n`,
        );
      }
      return text;
    },
    serve(text, headers = {}) {
      const etag = `"${text.slice(-20)}"`;
      served = {
        text,
        headers: {
          'content-type': 'application/jose',
          'cache-control': platform.cacheControl,
          etag,
          ...headers,
        },
      };
    },
    say(text) {
      for (const stream of streams) stream.write(text);
    },
    async subscribed(count) {
      while (opened.length < count) await once(news, 'stream');
      return opened;
    },
    hangUp() {
      for (const stream of streams) stream.end();
    },
  };
  return platform;
}
