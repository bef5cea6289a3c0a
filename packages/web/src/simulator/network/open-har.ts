import { fromHar } from '@minigate/runtime/inspector';
import { type CallSet, callSetOf } from './call-set.ts';

/** Characters of a text are at most so many bytes; a larger file is refused before it is read. */
const largestFile = 256 * 1024 * 1024;

/** Reads a HAR file: its calls, or a sentence that says why it cannot be opened. */
export async function openHar(file: File): Promise<CallSet | string> {
  if (file.size > largestFile) {
    return `${file.name} has ${Math.ceil(file.size / 1024 / 1024)} MiB; 256 MiB can be opened. Export fewer calls.`;
  }
  let text: string;
  try {
    text = await file.text();
  } catch {
    return `${file.name} cannot be read. If it is a folder, choose the HAR file in it.`;
  }
  const reading = fromHar(text);
  return reading.ok ? callSetOf(file.name, reading.entries, reading.warnings) : reading.message;
}
