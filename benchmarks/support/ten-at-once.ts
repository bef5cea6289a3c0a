/** Runs `count` calls, ten at any moment; the first failure fails all. */
export async function tenAtOnce(count: number, call: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: 10 }, worker));
}
