import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import { parseProxy } from '@minigate/network';
import { parseAddressRanges } from '@minigate/policy';
import { reasonOf, UsageError } from './usage-error.ts';

/** How servers are found and trusted, as flags say it. */
export interface ReachFlags {
  readonly ca?: string | undefined;
  readonly resolve?: readonly string[] | undefined;
  readonly allowAddress?: readonly string[] | undefined;
  readonly proxy?: string | undefined;
}

/** The same, checked. */
export interface Reach {
  /** PEM texts. */
  readonly ca: string | undefined;
  readonly resolve: Readonly<Record<string, string>>;
  readonly allowAddresses: readonly string[];
  readonly proxy: string | undefined;
}

/**
 * Checks the flags and reads the certificates.
 *
 * @param folder where a relative path begins
 * @throws UsageError with one sentence for the first thing that is wrong
 */
export async function checkReach(
  { ca, resolve = [], allowAddress = [], proxy }: ReachFlags,
  folder: string,
): Promise<Reach> {
  return {
    ca: ca === undefined ? undefined : await readCertificates(resolvePath(folder, ca), ca),
    resolve: Object.fromEntries(resolve.map(parseResolve)),
    allowAddresses: checkRanges(allowAddress),
    proxy: proxy === undefined ? undefined : checkProxy(proxy),
  };
}

async function readCertificates(path: string, name: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'latin1');
  } catch (error) {
    throw new UsageError(`The CA file "${name}" cannot be read: ${reasonOf(error)}.`);
  }
  const blocks = text.match(
    /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g,
  );
  if (blocks === null) {
    throw new UsageError(
      `The CA file "${name}" holds no PEM certificate: it must have a line -----BEGIN CERTIFICATE-----.`,
    );
  }
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      throw new UsageError(
        `Certificate ${index + 1} of ${blocks.length} in the CA file "${name}" is damaged.`,
      );
    }
  }
  return blocks.join('\n');
}

function parseResolve(text: string): [name: string, address: string] {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(equals, 0));
  const address = text.slice(equals + 1);
  if (/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(name) && isDialable(address))
    return [name.toLowerCase(), address];
  throw new UsageError(
    `--resolve "${text}" is not understood. Write a host name and an IP address, with a port if another one is ` +
      'to be dialled: api.example.com=127.0.0.1:8443 or api.example.com=[::1]:8443.',
  );
}

function isDialable(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return false;
  const [, bracketed, plain, port] = match;
  const fits = bracketed === undefined ? isIP(plain ?? '') === 4 : isIP(bracketed) === 6;
  return fits && (port === undefined || (Number(port) > 0 && Number(port) < 65_536));
}

function checkRanges(texts: readonly string[]): readonly string[] {
  const result = parseAddressRanges(texts);
  if (result.ok) return texts;
  throw new UsageError(
    '--allow-address is not understood.',
    result.issues.map(({ message }) => message),
  );
}

/** The complaint does not quote the URL: it may hold a password. */
function checkProxy(url: string): string {
  try {
    parseProxy(url);
    return url;
  } catch (error) {
    throw new UsageError(`--proxy: ${reasonOf(error)}`);
  }
}
