/** A platform in a process of its own, as it is built: started by `replica-process.ts`, which can kill it. */
import { readSettings, startPlatform } from '@minigate/platform';

const read = readSettings(process.env);
if (!read.ok) throw new Error(read.faults.join(' '));
const platform = await startPlatform(read.settings, { logTo: process.stderr });
process.once('SIGTERM', () => {
  void platform.close().then(() => process.disconnect());
});
// Who started it is gone.
process.once('disconnect', () => process.exit());
process.send?.({ address: platform.address });
