import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

type Headers = Readonly<Record<string, string>>;

/** The headers that every answer has. */
export interface SecurityHeaders {
  /** What binds a browser. Nothing of it is stored, unless the route says otherwise. */
  readonly forPages: Headers;
  /** Of an answer that programs read, millions of times: what no browser would obey is left out. */
  readonly forPrograms: Headers;
}

/**
 * The headers that helmet sets. They are the same for every answer, so helmet is asked once.
 *
 * @param secure whether browsers reach the platform by https
 */
export function securityHeaders(secure: boolean): SecurityHeaders {
  const set = helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: secure ? [] : null,
      },
    },
    strictTransportSecurity: secure,
  });
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  set(request, answer, (error?: unknown) => {
    if (error !== undefined) throw new Error('The security headers cannot be made.', { cause: error });
  });
  const forPages = {
    ...Object.fromEntries(Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)])),
    // Unless a route says otherwise: what one may see, or what failed, is for no cache on the way.
    'cache-control': 'no-store',
  };
  const kept = ['cache-control', 'x-content-type-options', 'strict-transport-security'];
  const forPrograms = Object.fromEntries(Object.entries(forPages).filter(([name]) => kept.includes(name)));
  return { forPages, forPrograms };
}
