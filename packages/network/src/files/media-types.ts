/** The media types of what programs send and receive, with the file name endings of each, the usual one first. */
export const mediaTypes: readonly (readonly [type: string, ending: string, ...others: string[]])[] = [
  ['application/gzip', '.gz'],
  ['application/json', '.json'],
  ['application/msword', '.doc'],
  ['application/pdf', '.pdf'],
  ['application/vnd.ms-excel', '.xls'],
  ['application/vnd.ms-powerpoint', '.ppt'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', '.pptx'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.xlsx'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', '.docx'],
  ['application/xml', '.xml'],
  ['application/zip', '.zip'],
  ['audio/aac', '.aac'],
  ['audio/amr', '.amr'],
  ['audio/flac', '.flac'],
  ['audio/mp4', '.m4a'],
  ['audio/mpeg', '.mp3'],
  ['audio/ogg', '.ogg', '.oga'],
  ['audio/wav', '.wav'],
  ['image/avif', '.avif'],
  ['image/bmp', '.bmp'],
  ['image/gif', '.gif'],
  ['image/heic', '.heic'],
  ['image/jpeg', '.jpg', '.jpeg'],
  ['image/png', '.png'],
  ['image/svg+xml', '.svg'],
  ['image/tiff', '.tiff', '.tif'],
  ['image/webp', '.webp'],
  ['text/css', '.css'],
  ['text/csv', '.csv'],
  ['text/html', '.html', '.htm'],
  ['text/javascript', '.js', '.mjs'],
  ['text/markdown', '.md'],
  ['text/plain', '.txt', '.log'],
  ['video/mp4', '.mp4', '.m4v'],
  ['video/quicktime', '.mov'],
  ['video/webm', '.webm'],
];

const unknown = 'application/octet-stream';

const byEnding: ReadonlyMap<string, string> = new Map(
  mediaTypes.flatMap(([type, ...endings]) => endings.map((ending) => [ending, type] as const)),
);

/**
 * The media type of a file by the ending of its name.
 *
 * @example
 * mediaTypeOf('photo.JPG'); // 'image/jpeg'
 * mediaTypeOf('notes'); // 'application/octet-stream'
 */
export function mediaTypeOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return byEnding.get(dot < 0 ? '' : fileName.slice(dot).toLowerCase()) ?? unknown;
}
