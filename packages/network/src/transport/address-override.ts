import { isIP } from 'node:net';

/** Where a name leads, instead of to its DNS answer. */
export interface AddressOverride {
  readonly address: string;
  /** Dialled instead of the port of the URL. */
  readonly port: number | undefined;
}

const form = /^(?:\[(?<bracketed>[^\]]+)\]|(?<plain>[^:[\]]+))(?::(?<port>\d{1,5}))?$/;

/**
 * The `resolve` option of a network by hostname: an IP address, with a port where one is given; IPv6 with a
 * port in brackets.
 *
 * @throws TypeError if an address is malformed
 *
 * @example
 * parseOverrides({ 'api.example.com': '127.0.0.1:8443' }).get('api.example.com'); // { address: '127.0.0.1', port: 8443 }
 */
export function parseOverrides(resolve: Readonly<Record<string, string>>): Map<string, AddressOverride> {
  const overrides = new Map<string, AddressOverride>();
  for (const [name, text] of Object.entries(resolve)) overrides.set(name.toLowerCase(), parse(name, text));
  return overrides;
}

function parse(name: string, text: string): AddressOverride {
  if (isIP(text) !== 0) return { address: text, port: undefined };
  const { bracketed, plain, port } = form.exec(text)?.groups ?? {};
  const address = bracketed ?? plain ?? '';
  const number = port === undefined ? undefined : Number(port);
  const fits = bracketed === undefined ? isIP(address) === 4 : isIP(address) === 6;
  if (fits && (number === undefined || (number > 0 && number < 65_536))) return { address, port: number };
  throw new TypeError(
    `"${name}" cannot be resolved to "${text}": give an IP address such as 127.0.0.1, 127.0.0.1:8443 or [::1]:8443.`,
  );
}
