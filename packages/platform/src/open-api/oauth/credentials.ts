import { OAuthFault } from './fault.ts';

/** An AppId and an AppSecret, called client_id and client_secret here. */
export interface ClientCredentials {
  readonly appId: string;
  readonly appSecret: string;
}

/** The parameters of a request: each once, and none of them empty. */
export type TokenParameters = ReadonlyMap<string, string>;

/**
 * Reads the credentials of a client: by Basic authentication, or as parameters of the body, but not both.
 *
 * @throws OAuthFault `invalid_client` if there are none, `invalid_request` if there are two
 * @see RFC 6749, section 2.3.1
 */
export function readCredentials(
  authorization: string | undefined,
  parameters: TokenParameters,
): ClientCredentials {
  const id = parameters.get('client_id');
  const secret = parameters.get('client_secret');
  if (authorization === undefined) {
    if (id === undefined || secret === undefined) {
      throw new OAuthFault('invalid_client', 'client_id and client_secret are missing');
    }
    return { appId: id, appSecret: secret };
  }
  if (secret !== undefined) {
    throw new OAuthFault('invalid_request', 'the client authenticates in two ways: take one');
  }
  const basic = readBasic(authorization);
  if (basic === undefined) throw new OAuthFault('invalid_client', 'the Authorization header is not Basic');
  if (id !== undefined && id !== basic.appId) {
    throw new OAuthFault('invalid_request', 'client_id is another one than in the Authorization header');
  }
  return basic;
}

/** Both parts are form-urlencoded before they are joined by a colon. */
function readBasic(authorization: string): ClientCredentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  const appId = decode(id);
  const appSecret = decode(secret);
  return appId === undefined || appSecret === undefined ? undefined : { appId, appSecret };
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
