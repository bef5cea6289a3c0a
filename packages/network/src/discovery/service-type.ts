/** The kind of service that a program looks for. */
export interface ServiceType {
  /** As the program wrote it, and as its events say it again. */
  readonly text: string;
  /** Where services of the kind are listed: `_http._tcp.local`. Lower case. */
  readonly domain: string;
}

/** One label of letters, digits and inner hyphens, then the protocol; the domain and the last dot may be left out. */
const form = /^(?<type>_[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\._(?:tcp|udp))(?:\.local)?\.?$/i;

/**
 * Reads a service type, such as `_http._tcp.`; undefined for everything else. RFC 6763, 7: a program can ask
 * for services of the local network and for no other name.
 *
 * @example
 * parseServiceType('_http._tcp.')?.domain; // '_http._tcp.local'
 */
export function parseServiceType(value: unknown): ServiceType | undefined {
  if (typeof value !== 'string') return undefined;
  const type = form.exec(value)?.groups?.['type'];
  return type === undefined ? undefined : { text: value, domain: `${type.toLowerCase()}.local` };
}
