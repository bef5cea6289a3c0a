import type { RecordedBody } from '@minigate/runtime/inspector';

/** How a recorded body is best looked at. */
export type BodyView = 'json' | 'form' | 'image' | 'text' | 'bytes';

/** The ways in which a body can be looked at, the best one first. */
export function viewsOf(body: RecordedBody, mimeType: string | undefined): BodyView[] {
  const views: BodyView[] = [];
  const text = textOf(body, mimeType);
  const isWhole = !body.cut;
  if (isWhole && imageType(mimeType) !== undefined) views.push('image');
  if (text !== undefined && isWhole && readJson(text) !== undefined) views.push('json');
  if (text !== undefined && (mimeType ?? '').endsWith('urlencoded')) views.push('form');
  if (text !== undefined) views.push('text');
  return typeof body.content === 'string' ? views : [...views, 'bytes'];
}

/** The body as text; undefined where it is bytes that are no text. */
export function textOf({ content, cut }: RecordedBody, mimeType: string | undefined): string | undefined {
  if (typeof content === 'string') return content;
  if (mimeType !== undefined && !/^text\/|json|xml|urlencoded|javascript/.test(mimeType)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content, { stream: cut });
  } catch {
    return undefined;
  }
}

/** What JSON text says; objects and lists only, in a box, since null is a value too. */
export function readJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Only what is an image by its own word is shown as one. */
export function imageType(mimeType: string | undefined): string | undefined {
  return mimeType !== undefined && /^image\/[a-z0-9.+-]+$/.test(mimeType) ? mimeType : undefined;
}

/** The media type that header lines name, without parameters, in lower case. */
export function mimeTypeOf(lines: readonly (readonly [string, string])[] | undefined): string | undefined {
  const line = lines?.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return line?.split(';', 1)[0]?.trim().toLowerCase();
}
