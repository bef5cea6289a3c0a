/** A platform in a process of its own, as it is built. Asked for `memory`, it says how much of it is resident, in bytes. */
import { readSettings, startPlatform } from '@minigate/platform';

const read = readSettings(process.env);
if (!read.ok) throw new Error(read.faults.join(' '));
const platform = await startPlatform(read.settings, { logTo: process.stderr });
process.once('SIGTERM', () => {
  void platform.close().then(() => process.disconnect());
});
// Who started it is gone.
process.once('disconnect', () => process.exit());
process.on('message', (message) => {
  if (message === 'memory') process.send?.({ memory: process.memoryUsage.rss() });
});
process.send?.({ address: platform.address });
