import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built pages: the console and the simulator. */
export function pagesFolder(): string {
  return dirname(fileURLToPath(import.meta.resolve('@minigate/web/pages/console.html')));
}
