import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import { parseProxy } from '@minigate/network';
import { parseAddressRanges, type PolicyDocument } from '@minigate/policy';
import type { RunOptions } from '../config.ts';
import { parseDuration } from '../duration.ts';
import { policyOf } from '../policy-source.ts';
import { reasonOf, UsageError } from '../usage-error.ts';
import { parseSteps, type Step } from './rehearsal.ts';

/** The options of a run, checked. Paths are absolute. */
export interface RunSettings {
  readonly policy: PolicyDocument;
  readonly policyFile: string | undefined;
  readonly debugging: boolean;
  readonly ca: string | undefined;
  readonly resolve: Readonly<Record<string, string>>;
  readonly allowAddresses: readonly string[];
  readonly proxy: string | undefined;
  /** The longest time of the run in milliseconds. */
  readonly limit: number | undefined;
  readonly steps: readonly Step[];
  readonly har: { readonly path: string; readonly name: string } | undefined;
  readonly harSecrets: boolean;
  readonly warnings: readonly string[];
}

/**
 * Checks what `minigate run` was told and reads the files it names.
 *
 * @param folder where relative paths begin
 * @throws UsageError with one sentence for the first thing that is wrong
 */
export async function checkOptions(options: RunOptions, folder: string): Promise<RunSettings> {
  const { policy, warnings } = await policyOf(options, folder);
  return {
    policy,
    policyFile: options.policy,
    debugging: options.debugging ?? false,
    ca:
      options.ca === undefined
        ? undefined
        : await readCertificates(resolvePath(folder, options.ca), options.ca),
    resolve: Object.fromEntries((options.resolve ?? []).map(parseResolve)),
    allowAddresses: checkRanges(options.allowAddress ?? []),
    proxy: options.proxy === undefined ? undefined : checkProxy(options.proxy),
    limit: options.for === undefined ? undefined : parseLimit(options.for),
    steps: parseSteps(options.at ?? []),
    har:
      options.har === undefined ? undefined : { path: resolvePath(folder, options.har), name: options.har },
    harSecrets: options.harSecrets ?? false,
    warnings,
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

function parseLimit(text: string): number {
  const limit = parseDuration(text);
  if (limit !== undefined && limit > 0) return limit;
  throw new UsageError(`--for "${text}" is not a time. Write 500ms, 30s or 2m.`);
}
