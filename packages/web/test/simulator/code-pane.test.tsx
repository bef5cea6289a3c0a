import { once, EventEmitter } from 'node:events';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { CodePane } from '../../src/simulator/code/code-pane.tsx';
import { useOpened } from '../../src/simulator/code/open-place.tsx';
import { editorOf } from './support/editor.ts';
import { show } from './support/page.tsx';
import { ProgramFiles } from './support/program-files.ts';

let served: ProgramFiles;

afterEach(async () => {
  cleanup();
  await served.close();
});

const editor = () => editorOf('app.js');
const type = (insert: string) => act(() => editor().dispatch({ changes: { from: 0, insert } }));
const save = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save and restart' });

function Opener() {
  const { openFile } = useOpened();
  return (
    <button type="button" onClick={() => openFile('app.js')}>
      Open
    </button>
  );
}

async function open(text: string) {
  served = await ProgramFiles.serve({ 'app.js': text });
  const page = show(
    <>
      <Opener />
      <CodePane />
    </>,
    [],
  );
  fireEvent.click(screen.getByRole('button', { name: 'Open' }));
  await waitFor(editor);
  return page;
}

describe('the code pane', () => {
  it.each(['a\r\nb\r\n', 'a\nb\n', 'a\rb\r', 'a\r\nb\nc\rd', ''])(
    'leaves the ends of lines of %j as they are',
    async (text) => {
      await open(text);
      expect(save().disabled).toBe(true);
      type('x');
      fireEvent.click(save());
      await waitFor(() => expect(served.files.get('app.js')).toBe(`x${text}`));
    },
  );

  it('takes on the ends of lines of another text on the disk', async () => {
    const { tell } = await open('a\nb\n');
    served.files.set('app.js', 'c\r\nd\r\n');
    tell({ kind: 'files', changed: ['app.js'] });
    await waitFor(() => expect(editor().state.doc.toString()).toBe('c\nd\n'));
    expect(save().disabled).toBe(true);
    type('x');
    fireEvent.click(save());
    await waitFor(() => expect(served.files.get('app.js')).toBe('xc\r\nd\r\n'));
  });

  it('keeps what is typed while a save is refused', async () => {
    await open('one');
    type('my ');
    const saving = new EventEmitter();
    served.beforeSave = async () => void (await once(saving, 'judged'));
    fireEvent.click(save());
    type('still ');
    served.files.set('app.js', 'theirs');
    await waitFor(() => expect(saving.emit('judged')).toBe(true));
    await screen.findByText('app.js has changed meanwhile');
    expect(editor().state.doc.toString()).toBe('still my one');
  });
});
