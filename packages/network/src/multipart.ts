import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { mediaTypeOf } from './files/media-types.ts';
import type { SourceFile } from './files/source-file.ts';
import type { BodySource } from './transport/transport.ts';
import type { UploadCall } from './upload-options.ts';

/**
 * A form with one file, as the HTML Standard writes it ("multipart/form-data encoding algorithm"): the fields,
 * then the file. Rule 17.
 *
 * In names, line breaks and `"` are percent-encoded; line breaks of names and values become CRLF before. What
 * the file holds is not touched.
 */
export class MultipartForm {
  /** What announces the form, with the boundary between its parts. */
  readonly contentType: string;
  readonly #head: Uint8Array;
  readonly #tail: Uint8Array;

  constructor({ filePath, name, formData }: Pick<UploadCall, 'filePath' | 'name' | 'formData'>) {
    const boundary = `----MinigateForm${randomBytes(18).toString('hex')}`;
    const fileName = basename(filePath);
    const parts = formData.map(
      (field) => `${opening(boundary, crlf(field.name))}\r\n\r\n${crlf(field.value)}\r\n`,
    );
    const file = `${opening(boundary, crlf(name))}; filename="${escaped(fileName)}"`;
    const head = `${parts.join('')}${file}\r\nContent-Type: ${mediaTypeOf(fileName)}\r\n\r\n`;
    this.contentType = `multipart/form-data; boundary=${boundary}`;
    this.#head = Buffer.from(head);
    this.#tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  }

  /**
   * The form around a file that has been opened. The file's last byte has left before the form's last part is
   * given, so a server cannot have the whole form of a file that turns out to be broken.
   *
   * @param onSent told after each piece how many bytes the connection has taken, from the first byte on
   */
  around(file: SourceFile, onSent: (bytes: number) => void): BodySource {
    const head = this.#head;
    const tail = this.#tail;
    async function* pieces(): AsyncGenerator<Uint8Array, void, void> {
      yield head;
      yield* file.pieces();
      yield tail;
    }
    return {
      length: head.byteLength + file.size + tail.byteLength,
      async *open() {
        let sent = 0;
        for await (const piece of pieces()) {
          yield piece;
          sent += piece.byteLength;
          onSent(sent);
        }
      },
    };
  }
}

function opening(boundary: string, name: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"`;
}

function crlf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n');
}

function escaped(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
