/** What lies between a device and the internet. Plain data: it can be kept, compared and sent. */
export interface LinkConditions {
  /** Milliseconds from a request to the first byte of its answer, at least; half of it for a message of a socket. */
  readonly latency: number;
  /** Bytes a second towards the device, for everything together; absent: as fast as it goes. */
  readonly download?: number;
  /** Bytes a second from the device. */
  readonly upload?: number;
  /**
   * The share of requests and handshakes that are lost, from 0 to 1. A lost one reaches no server and gets no
   * answer: it ends by its timeout, as over a connection that broke without a word.
   */
  readonly loss: number;
  /** Nothing goes out, and what is under way breaks: `ERR_INTERNET_DISCONNECTED`. */
  readonly offline: boolean;
}

export type LinkPreset = 'none' | 'offline' | 'slow2g' | '2g' | '3g' | '4g' | 'wifi' | 'lossy';

const kbps = 1000 / 8;

/** Links as people know them, slowest first behind `none`, which adds nothing; of `lossy` one request in five is lost. */
export const linkPresets: Readonly<Record<LinkPreset, LinkConditions>> = {
  none: { latency: 0, loss: 0, offline: false },
  offline: { latency: 0, loss: 0, offline: true },
  slow2g: { latency: 2000, download: 50 * kbps, upload: 20 * kbps, loss: 0, offline: false },
  '2g': { latency: 800, download: 250 * kbps, upload: 50 * kbps, loss: 0, offline: false },
  '3g': { latency: 300, download: 1600 * kbps, upload: 750 * kbps, loss: 0, offline: false },
  '4g': { latency: 100, download: 12_000 * kbps, upload: 6000 * kbps, loss: 0, offline: false },
  wifi: { latency: 20, download: 40_000 * kbps, upload: 20_000 * kbps, loss: 0, offline: false },
  lossy: { latency: 0, loss: 0.2, offline: false },
};

export function isLinkPreset(name: unknown): name is LinkPreset {
  return typeof name === 'string' && Object.hasOwn(linkPresets, name);
}

/**
 * The first thing wrong with conditions that somebody else gives, as a sentence; undefined if they can be used.
 *
 * @example
 * linkFault({ latency: -1, loss: 0, offline: false }); // 'latency must be …'
 */
export function linkFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'The conditions must be an object.';
  const given: Readonly<Record<string, unknown>> = { ...value };
  const { latency, download, upload, loss, offline } = given;
  if (!isWithin(latency, 0, 600_000)) return 'latency must be a number of milliseconds from 0 to 600000.';
  for (const [name, rate] of Object.entries({ download, upload })) {
    if (rate !== undefined && !isWithin(rate, 1, 1e12)) {
      return `${name} must be a number of bytes a second from 1, or be left out.`;
    }
  }
  if (!isWithin(loss, 0, 1)) return 'loss must be a number from 0 to 1.';
  return typeof offline === 'boolean' ? undefined : 'offline must be true or false.';
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
