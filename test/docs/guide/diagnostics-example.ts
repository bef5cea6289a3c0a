import { diagnose, type DiagnoseOptions } from '@minigate/network/diagnose';

/** Examines an entry of a program's list for somebody else, and gives a line for each failure. */
export async function examineFor(entry: string, options: DiagnoseOptions): Promise<string[]> {
  const { checks, platforms } = await diagnose(entry, { disclosure: 'coarse', ...options });
  const failed = checks.filter(({ outcome }) => outcome === 'failure');
  return [
    ...failed.map(({ failure, sentence, fix }) => `${failure}: ${sentence} ${fix ?? ''}`.trim()),
    ...platforms.map(({ platform, verdict }) => `${platform} ${verdict}`),
  ];
}
