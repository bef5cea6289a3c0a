import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uploadLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';
import { fileIn, take } from './support/upload-body.ts';

const url = 'https://api.example.com/upload';

interface Form {
  name: string;
  fileName: string;
  formData: [name: string, value: string][];
}

/** What the transport was given for a form, as the platform's own parser reads it. */
async function sent({ name, fileName, formData }: Form): Promise<FormData> {
  const { network, transport } = scriptedNetwork();
  const filePath = fileIn(network, 3, fileName);
  uploadLogged(network, { url, filePath, name, formData: Object.fromEntries(formData) });
  const { request } = transport.last;
  const pieces = await take(request);
  const type = request.headers[request.headers.indexOf('content-type') + 1] ?? '';
  return new Response(Buffer.concat(pieces), { headers: { 'content-type': type } }).formData();
}

const crlf = (text: string) => text.replaceAll(/\r\n|\r|\n/g, '\r\n');

/** Readers undo these three, also where the program wrote them itself. */
const unescaped = (name: string) =>
  name.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%22', '"');

const tricky = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\r',
      '\n',
      '"',
      '%',
      '22',
      '0D',
      '0A',
      ';',
      '--',
      '=',
      '\\',
      'name',
      'Content-Type: ',
      '\t',
      '\0',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 20,
});
/** The parser takes a byte order mark for none of the text. */
const text = tricky.filter((value) => !/^\uFEFF|\p{Surrogate}/u.test(value));
const some = text.filter((value) => value !== '');
const fileNames = some.map((value) => `f${value.replaceAll(/[/\0]/g, '_')}`);
/** Names that look like numbers come first in an object, whatever the order in which they were written. */
const fields = fc.uniqueArray(fc.tuple(some, text), {
  selector: ([name]) => name,
  maxLength: 4,
});
const ordered = fields.map((pairs) => Object.entries(Object.fromEntries(pairs)));

describe('the form of uploadFile', () => {
  it('is read as what was written, whatever the names and values are', async () => {
    const form = fc.record({ name: some, fileName: fileNames, formData: ordered });
    const property = fc.asyncProperty(form, async (written) => {
      const read = [...(await sent(written))];
      const [name, file] = read.pop() ?? [];
      expect(read).toEqual(written.formData.map(([field, value]) => [unescaped(crlf(field)), crlf(value)]));
      expect(name).toBe(unescaped(crlf(written.name)));
      expect(file).toMatchObject({ name: unescaped(written.fileName), size: 3 });
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it.each([
    ['photo.jpg', 'image/jpeg'],
    ['photo.JPEG', 'image/jpeg'],
    ['archive.tar.gz', 'application/gzip'],
    ['.png', 'image/png'],
    ['page.htm', 'text/html'],
    ['table.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['voice.m4a', 'audio/mp4'],
    ['png', 'application/octet-stream'],
    ['a.', 'application/octet-stream'],
    ['a.png ', 'application/octet-stream'],
    ['a.constructor', 'application/octet-stream'],
    ['a.__proto__', 'application/octet-stream'],
  ])('says of %j that it is %s', async (fileName, type) => {
    const form = await sent({ name: 'file', fileName, formData: [] });
    expect(form.get('file')).toMatchObject({ name: fileName, type });
  });
});
