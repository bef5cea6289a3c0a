import type { ScenarioResult } from './goals.ts';
import type { SessionResult } from './session.ts';
import type { StrategyName } from './summary.ts';

const colours: Readonly<Record<StrategyName, string>> = {
  accelerated: '#0b7a5b',
  'origin alone': '#c0392b',
  'round robin': '#b9770e',
  'lowest average': '#6c5ce7',
  'best server': '#95a5a6',
  oracle: '#2c3e50',
};
const width = 760;

/** Bars: one percentile of every strategy in each scenario, on a logarithmic scale. */
export function plotBars(results: readonly ScenarioResult[], percentile: 'p95' | 'p99'): string {
  const names = Object.keys(colours) as StrategyName[];
  const groupHeight = names.length * 9 + 12;
  const left = 200;
  const scale = (value: number) => ((Math.log10(value) - 1.5) / 2.5) * (width - left - 60);
  const groups = results.map(({ scenario, figures }, index) => {
    const top = 30 + index * groupHeight;
    const bars = names.map((name, n) => {
      const value = figures[name][percentile];
      const y = top + n * 9;
      return `<rect x="${left}" y="${y}" width="${scale(value).toFixed(1)}" height="8" fill="${colours[name]}"/><text x="${(left + scale(value) + 4).toFixed(1)}" y="${y + 7}" font-size="8">${value.toFixed(0)}</text>`;
    });
    return `<text x="${left - 8}" y="${top + 28}" text-anchor="end">${scenario.name}</text>${bars.join('')}`;
  });
  return svg(30 + results.length * groupHeight, [legend(names), ...groups]);
}

/** Points: each call of one session by its time, and how long it took, on a logarithmic scale. */
export function plotSessions(sessions: Readonly<Partial<Record<StrategyName, SessionResult>>>): string {
  const names = (Object.keys(colours) as StrategyName[]).filter((name) => sessions[name] !== undefined);
  const height = 260;
  const points = names.map((name) => {
    const path = (sessions[name]?.endings ?? [])
      .map(({ call, time }) => {
        const x = 40 + (call.at / 600_000) * (width - 60);
        const y = height - 20 - ((Math.log10(time) - 1.5) / 2.5) * (height - 50);
        return `M${x.toFixed(1)} ${y.toFixed(1)}h1.6`;
      })
      .join('');
    return `<path d="${path}" stroke="${colours[name]}" stroke-width="1.6" fill="none"/>`;
  });
  const marks = [50, 100, 300, 1000, 3000, 10_000].map((value) => {
    const y = height - 20 - ((Math.log10(value) - 1.5) / 2.5) * (height - 50);
    return `<text x="34" y="${y.toFixed(1)}" text-anchor="end" font-size="9">${value}</text><path d="M40 ${y.toFixed(1)}H${width - 20}" stroke="#ddd"/>`;
  });
  const seconds = [0, 200, 400, 600].map(
    (at) => `<text x="${40 + (at / 600) * (width - 60)}" y="${height - 6}" font-size="9">${at} s</text>`,
  );
  return svg(height, [legend(names), ...marks, ...seconds, ...points]);
}

function legend(names: readonly StrategyName[]): string {
  return names
    .map(
      (name, n) =>
        `<rect x="${40 + n * 112}" y="6" width="10" height="10" fill="${colours[name]}"/><text x="${54 + n * 112}" y="15">${name}</text>`,
    )
    .join('');
}

function svg(height: number, parts: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`;
  return `${head}<rect width="${width}" height="${height}" fill="#fff"/>${parts.join('\n')}</svg>\n`;
}
