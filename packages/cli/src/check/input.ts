import { reasonOf, UsageError } from '../usage-error.ts';

/** Longer lines are not read: a JSON string of the longest URL that is read at all takes less. */
const longestLine = 1024 * 1024;
const lineFeed = 10;

/**
 * The JSON strings of a stream, one a line; blank lines are skipped. Holds one line at a time, whatever the
 * stream holds.
 *
 * @throws UsageError with its number for a line that is no JSON string, or if the stream cannot be read
 */
export async function* readStrings(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  let number = 0;
  for await (const bytes of readLines(stream)) {
    number += 1;
    const text = parseLine(bytes, number);
    if (text !== undefined) yield text;
  }
}

function parseLine(bytes: Uint8Array, number: number): string | undefined {
  if (bytes.length > longestLine) throw badLine(number, 'is longer than 1 MiB');
  let line: string;
  try {
    line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: number > 1 }).decode(bytes);
  } catch {
    throw badLine(number, 'is not UTF-8');
  }
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw badLine(number, 'is not JSON');
  }
  if (typeof value !== 'string') throw badLine(number, 'is JSON, but not a string');
  return value;
}

function badLine(number: number, fault: string): UsageError {
  return new UsageError(
    `Line ${number} of the standard input ${fault}. Write one URL a line, in quotation marks: "https://api.example.com/".`,
  );
}

/** The lines of a stream without their ends. Of a line that is too long only so much that this can be seen. */
async function* readLines(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(stream)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
      length = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > longestLine) break;
  }
  if (length > 0) yield Buffer.concat(parts);
}

async function* chunksOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw new UsageError(`The standard input cannot be read: ${reasonOf(error)}.`);
  }
}
