import type { RecordedHeaders } from '../protocol.ts';
import { isSecret, redacted } from './credentials.ts';
import type { HarCookie, HarPair } from './format.ts';

export const noHeaders: RecordedHeaders = { lines: [], cut: false };

/** The value of the first header line of that name, which is in lower case, or an empty text. */
export function headerOf({ lines }: RecordedHeaders, name: string): string {
  return lines.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? '';
}

/** Header lines for a HAR; what proves an identity is left out unless `secrets`. */
export function harHeaders({ lines }: RecordedHeaders, secrets: boolean): HarPair[] {
  return lines.map(([name, value]) => ({
    name,
    value: !secrets && isSecret(name) ? redacted : value,
  }));
}

/** The cookies that a program sent. */
export function requestCookies({ lines }: RecordedHeaders, secrets: boolean): HarCookie[] {
  return lines
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .filter((pair) => pair.trim() !== '')
    .map((pair) => cookie(pair, secrets));
}

/** The cookies that a server set, with what it said of them. */
export function responseCookies({ lines }: RecordedHeaders, secrets: boolean): HarCookie[] {
  return lines
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, line]) => setCookie(line, secrets));
}

function setCookie(line: string, secrets: boolean): HarCookie {
  const [pair = '', ...attributes] = line.split(';');
  const result = cookie(pair, secrets);
  for (const attribute of attributes) {
    const { name, value } = split(attribute);
    switch (name.toLowerCase()) {
      case 'path':
        result.path = value;
        break;
      case 'domain':
        result.domain = value;
        break;
      case 'expires': {
        const time = Date.parse(value);
        if (!Number.isNaN(time)) result.expires = new Date(time).toISOString();
        break;
      }
      case 'max-age':
        result._maxAge = value;
        break;
      case 'samesite':
        result.sameSite = value;
        break;
      case 'partitioned':
        result._partitioned = true;
        break;
      case 'priority':
        result._priority = value;
        break;
      case 'httponly':
        result.httpOnly = true;
        break;
      case 'secure':
        result.secure = true;
        break;
    }
  }
  return result;
}

/** A cookie without `=` is all value. */
function cookie(pair: string, secrets: boolean): HarCookie {
  const { name, value } = split(pair);
  const shown = (secret: string): string => (secrets ? secret : redacted);
  return pair.includes('=') ? { name, value: shown(value) } : { name: '', value: shown(name) };
}

function split(pair: string): HarPair {
  const equals = pair.indexOf('=');
  if (equals === -1) return { name: pair.trim(), value: '' };
  return { name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim() };
}
