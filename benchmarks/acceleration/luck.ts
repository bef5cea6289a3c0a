/**
 * A number from 0 to below 1 that follows from the seed and the keys alone, so that whoever asks, and in whatever
 * order, meets the same luck. A finalizer as of MurmurHash3.
 */
export function luck(seed: number, ...keys: readonly number[]): number {
  let hash = seed | 0;
  for (const key of keys) hash = mix(Math.imul(hash ^ key, 0x9e3779b1) + 0x7f4a7c15);
  return (mix(hash) >>> 0) / 2 ** 32;
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The same with a normal distribution: mean 0, variance 1. */
export function normal(seed: number, ...keys: readonly number[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - luck(seed, ...keys, 1)));
  return radius * Math.cos(2 * Math.PI * luck(seed, ...keys, 2));
}

/** The same with an exponential distribution of that mean. */
export function exponential(mean: number, seed: number, ...keys: readonly number[]): number {
  return -mean * Math.log(1 - luck(seed, ...keys));
}

/** A sequence of such numbers, as `Math.random` gives them. */
export function sequence(seed: number, key: number): () => number {
  let n = 0;
  return () => {
    n += 1;
    return luck(seed, key, n);
  };
}
