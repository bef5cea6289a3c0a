/** Writes numbers, sizes, spans and moments for people. */
export interface Format {
  number(value: number): string;
  /** `1.2 MB`; units of 1000, as browsers show them. */
  bytes(count: number): string;
  /** A span of milliseconds: `0.4 ms`, `812 ms`, `1.20 s`, `2 min 5 s`. */
  span(milliseconds: number): string;
  /** A moment in milliseconds since the epoch: date and time. */
  moment(epoch: number): string;
  /** The time of day with seconds. */
  time(epoch: number): string;
  /** How long ago, or how far ahead: `3 minutes ago`. */
  ago(epoch: number, now?: number): string;
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** @param language a BCP 47 tag */
export function createFormat(language: string): Format {
  const numbers = new Intl.NumberFormat(language);
  const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const times = new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const zh = language.startsWith('zh');
  return {
    number: (value) => numbers.format(value),
    bytes(count) {
      if (count < 1000) return `${count} B`;
      if (count < 1_000_000) return `${short.format(count / 1000)} kB`;
      if (count < 1_000_000_000) return `${short.format(count / 1_000_000)} MB`;
      return `${short.format(count / 1_000_000_000)} GB`;
    },
    span(milliseconds) {
      if (milliseconds < 10) return `${short.format(Math.max(0, Math.round(milliseconds * 10) / 10))} ms`;
      if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
      if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`;
      const minutes = Math.floor(milliseconds / 60_000);
      const seconds = Math.floor((milliseconds % 60_000) / 1000);
      return zh ? `${minutes} 分 ${seconds} 秒` : `${minutes} min ${seconds} s`;
    },
    moment: (epoch) => moments.format(epoch),
    time: (epoch) => times.format(epoch),
    ago(epoch, now = Date.now()) {
      const distance = epoch - now;
      const step = steps.find(([, size]) => Math.abs(distance) >= size);
      return step === undefined
        ? relative.format(0, 'second')
        : relative.format(Math.round(distance / step[1]), step[0]);
    },
  };
}
