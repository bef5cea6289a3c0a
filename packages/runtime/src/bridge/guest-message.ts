import { isConsoleDetail } from './console-detail.ts';
import { isOddList } from './odd-values.ts';
import {
  bridgeLimits,
  callOptions,
  type CallApi,
  type ConsoleLevel,
  discoveryVerbs,
  type DiscoveryVerb,
  type GuestMessage,
  type Json,
  type SocketVerb,
  verbOptions,
} from './protocol.ts';

const levels: readonly unknown[] = ['debug', 'log', 'info', 'warn', 'error'] satisfies ConsoleLevel[];

/**
 * The message that a text of the guest is; undefined for every other text. The guest code keeps to the
 * protocol, but it runs beside hostile code, so nothing is taken on trust here.
 */
export function readGuestMessage(text: string): GuestMessage | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Array.isArray(parts) ? messageOf(parts) : undefined;
}

function messageOf([kind, a, b, c, d, e]: readonly unknown[]): GuestMessage | undefined {
  switch (kind) {
    case 'call':
      if (!isId(a) || !isApi(b) || !isOddList(d)) return undefined;
      return e === undefined
        ? [kind, a, b, c as Json, d]
        : isText(e) && e.length <= bridgeLimits.errorText
          ? [kind, a, b, c as Json, d, e]
          : undefined;
    case 'verb':
      return isId(a) && isSocketVerb(b) && isOddList(d) && isId(e)
        ? [kind, a, b, c as Json, d, e]
        : undefined;
    case 'abort':
      return isId(a) ? [kind, a] : undefined;
    case 'listen':
      return isId(a) && (b === 'headers' || b === 'progress') ? [kind, a, b] : undefined;
    case 'console':
      if (!isLevel(a) || !isTextList(b) || !isText(c)) return undefined;
      if (d === undefined) return [kind, a, b, c];
      return isConsoleDetail(d) ? [kind, a, b, c, d] : undefined;
    case 'error':
      return isText(a) && isText(b) && isText(c) ? [kind, a, b, c] : undefined;
    case 'unsupported':
      return isText(a) ? [kind, a] : undefined;
    case 'store':
      return isText(a) && (isText(b) || b === null) ? [kind, a, b] : undefined;
    case 'discovery':
      return isId(a) && isDiscoveryVerb(b) && isText(c) ? [kind, a, b, c] : undefined;
    default:
      return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isApi(value: unknown): value is CallApi {
  return isText(value) && Object.hasOwn(callOptions, value);
}

function isSocketVerb(value: unknown): value is SocketVerb {
  return isText(value) && Object.hasOwn(verbOptions, value);
}

function isDiscoveryVerb(value: unknown): value is DiscoveryVerb {
  return discoveryVerbs.some((verb) => verb === value);
}

function isLevel(value: unknown): value is ConsoleLevel {
  return levels.includes(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
