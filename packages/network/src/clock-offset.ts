/** A hundred years. */
const most = 100 * 365.25 * 86_400_000;

/** @throws TypeError if a device's clock cannot be so wrong */
export function checkClockOffset(offset: number | undefined): void {
  if (offset === undefined) return;
  if (Number.isSafeInteger(offset) && Math.abs(offset) <= most) return;
  throw new TypeError(
    `clockOffset must be a whole number of milliseconds, a hundred years at most, not ${String(offset)}.`,
  );
}
