import { judgeAddress } from '@minigate/policy';
import { createNodeTransport } from '../transport/node.ts';
import type { Transport } from '../transport/transport.ts';
import { policyFeedLimits } from './limits.ts';
import type { PolicyFeedOptions } from './policy-feed-api.ts';

/** @throws TypeError with one sentence for the first thing that is wrong */
export function checkFeedOptions(options: unknown): asserts options is PolicyFeedOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('createPolicyFeed needs an object of options.');
  }
  const { issuer, appId, thumbprint, directory, apply, refreshInterval } = options as Record<string, unknown>;
  checkIssuer(issuer);
  if (typeof appId !== 'string' || appId === '')
    throw new TypeError('appId must be the AppId of a mini program.');
  if (typeof thumbprint !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(thumbprint)) {
    throw new TypeError(
      'thumbprint must be the pinned thumbprint of the platform: 43 characters of base64url.',
    );
  }
  if (directory !== undefined && (typeof directory !== 'string' || directory === '')) {
    throw new TypeError('directory must name a folder.');
  }
  if (apply !== undefined && apply !== 'cold-start' && apply !== 'at-once') {
    throw new TypeError("apply must be 'cold-start' or 'at-once'.");
  }
  if (refreshInterval !== undefined && !(typeof refreshInterval === 'number' && refreshInterval > 0)) {
    throw new TypeError('refreshInterval must be a number of milliseconds.');
  }
}

/**
 * The issuer is compared with what was signed, letter by letter, so it has one spelling.
 *
 * @throws TypeError if it is no origin, or would be asked over the network without TLS
 */
export function checkIssuer(issuer: unknown): asserts issuer is string {
  const url = typeof issuer === 'string' ? parse(issuer) : undefined;
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !web || url.origin !== issuer) {
    throw new TypeError(
      'The platform is named by its origin, such as https://platform.example.com: lower case, without a path, a last slash and a port that goes without saying.',
    );
  }
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    throw new TypeError('The platform must be asked by https; http is for a platform on this machine only.');
  }
}

/** The platform is the host's own choice, so its address may be any. */
export function createTransport({
  tls,
  resolve,
  proxy,
}: Pick<PolicyFeedOptions, 'tls' | 'resolve' | 'proxy'>): Transport {
  return createNodeTransport({
    ca: tls?.ca,
    resolve,
    proxy,
    allowAddresses: ['0.0.0.0/0', '::/0'],
    responseHeaderBytes: policyFeedLimits.headerBytes,
    cacheBytes: 0,
  });
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || judgeAddress(hostname.replace(/^\[(.*)\]$/, '$1')).class === 'loopback';
}
