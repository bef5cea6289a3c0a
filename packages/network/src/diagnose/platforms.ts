import type { CheckId } from './check-table.ts';
import type { Check, Platform, PlatformFinding } from './report.ts';

const platforms: readonly Platform[] = ['ios', 'android', 'binance'];

/**
 * What each platform makes of the checks: it fails where one refuses, and cannot be known where nothing was
 * shown of the server.
 */
export function judgePlatforms(checks: readonly Check[]): PlatformFinding[] {
  const examined = checks.some(({ id, outcome }) => id === 'tls' && outcome === 'ok');
  return platforms.map((platform) => {
    const concerned = checks.filter((check) => check.platforms?.includes(platform));
    const refused = concerned.filter(({ outcome }) => outcome === 'failure');
    if (refused.length > 0) return { platform, verdict: 'fails', why: idsOf(refused) };
    return { platform, verdict: examined ? 'works' : 'unknown', why: idsOf(concerned) };
  });
}

function idsOf(checks: readonly Check[]): CheckId[] {
  return [...new Set(checks.map(({ id }) => id))];
}
