const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** The longest time that a timer can wait. */
const longest = 2 ** 31 - 1;

/**
 * A time span such as `500ms`, `2s`, `1.5s` or `1m`, in milliseconds; nothing if it is not written so.
 *
 * @example
 * parseDuration('1m'); // 60000
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text);
  if (match === null) return undefined;
  const milliseconds = Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN);
  return milliseconds <= longest ? milliseconds : undefined;
}

/** A time span for people, in at most seven characters: `12 ms`, `1.23 s`, `61.0 s`, `10 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 599.95) return `${seconds.toFixed(1)} s`;
  return `${Math.round(seconds / 60)} min`;
}
