import { mediaTypes } from './media-types.ts';

const extensions: ReadonlyMap<string, string> = new Map(mediaTypes.map(([type, ending]) => [type, ending]));

/** The ending for a temp file, by the answer's Content-Type; programs hand such paths to image and audio parts. */
export function extensionFor(contentType: string | undefined): string {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return extensions.get(type) ?? '';
}
