export type UrlScheme = 'https' | 'http' | 'wss' | 'ws';

/** Scheme, host and *written* port of a URL. */
export interface Origin {
  readonly scheme: UrlScheme;
  /** Lower-case ASCII as it is dialled; IPv6 without brackets. */
  readonly hostname: string;
  /** The port dialled: the written one or the scheme's own. */
  readonly port: number;
  /** The port as written; `undefined` where none is, which differs from a written 443. Rule 3. */
  readonly explicitPort: string | undefined;
  /** Host and port as written; a relative redirect inherits it. Rule 6. */
  readonly authority: string;
}

/** What may be dialled, and what a request line needs. Whoever has it never reads the URL again. */
export interface Target extends Origin {
  /** Path and query as they go on the wire, serialised by the WHATWG rules, without a fragment. */
  readonly path: string;
}
