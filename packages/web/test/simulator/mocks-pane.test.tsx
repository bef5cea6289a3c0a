import { mocksText, parseMocks } from '@minigate/runtime/inspector';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MocksPane } from '../../src/simulator/mocks/mocks-pane.tsx';
import { editorOf } from './support/editor.ts';
import { show } from './support/page.tsx';
import { ProgramFiles } from './support/program-files.ts';

const path = 'minigate.mocks.json';
const rule = (name: string) => ({ name, url: `https://${name}.example.test/*` });
const one = rule('one');

let served: ProgramFiles;

beforeEach(async () => {
  served = await ProgramFiles.serve({ [path]: mocksText([one]) });
});

afterEach(async () => {
  cleanup();
  await served.close();
});

const rules = () => {
  const reading = parseMocks(served.files.get(path) ?? '');
  return reading.ok ? reading.mocks : [];
};

async function editOne() {
  const page = show(<MocksPane />, []);
  fireEvent.click(await screen.findByRole('button', { name: 'Edit one' }));
  fireEvent.change(await field(), { target: { value: 'https://typed.example.test/*' } });
  return {
    /** Another program saves the file, and the page reads it. */
    change(text: string) {
      served.files.set(path, text);
      page.tell({ kind: 'files', changed: [path] });
    },
  };
}

const field = () => screen.findByRole<HTMLInputElement>('textbox', { name: /^URL pattern/ });
const save = () => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Save' }));
const typed = { ...one, url: 'https://typed.example.test/*' };

describe('a mock answer that is edited', () => {
  it('replaces its own rule, also where another program put one above it meanwhile', async () => {
    const { change } = await editOne();
    change(mocksText([rule('zero'), one]));
    await screen.findByText('zero');
    save();
    await waitFor(() => expect(rules()).toEqual([rule('zero'), typed]));
  });

  it('replaces no rule that another program changed, and is kept for a new one', async () => {
    const { change } = await editOne();
    change(mocksText([{ ...one, status: 404 }]));
    await screen.findByText(/404/);
    save();
    await screen.findByText(/changed or removed this rule/);
    expect(rules()).toEqual([{ ...one, status: 404 }]);
    save();
    await waitFor(() => expect(rules()).toEqual([typed, { ...one, status: 404 }]));
  });

  it('is not written over a file that the page has not read yet', async () => {
    await editOne();
    served.files.set(path, mocksText([rule('zero'), one]));
    save();
    await screen.findByText(/has just changed minigate\.mocks\.json/);
    expect(rules()).toEqual([rule('zero'), one]);
    save();
    await waitFor(() => expect(rules()).toEqual([rule('zero'), typed]));
  });

  it('stays in its form, with the reason, when it could not be saved', async () => {
    await editOne();
    served.broken = true;
    save();
    await screen.findByText(`${path} cannot be written.`);
    expect((await field()).value).toBe(typed.url);
    served.broken = false;
    save();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(rules()).toEqual([typed]);
  });

  it.each([
    ['has no rules any more', '{ "mocks": [] }', 'No mock answers yet'],
    ['cannot be read any more', '{', 'The file is not in force'],
  ])('stays in its form when the file %s', async (_, text, said) => {
    const { change } = await editOne();
    change(text);
    await screen.findByText(said);
    expect((await field()).value).toBe(typed.url);
    save();
    await screen.findByText(/What you typed is still here/);
    expect(served.files.get(path)).toBe(text);
  });

  it('leaves nothing behind for a new one', async () => {
    const { change } = await editOne();
    change('{ "mocks": [] }');
    await screen.findByText('No mock answers yet');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    fireEvent.click(screen.getByRole('button', { name: 'Add a mock answer' }));
    fireEvent.change(await field(), { target: { value: '*' } });
    save();
    await waitFor(() => expect(rules()).toEqual([{ url: '*', json: {} }]));
  });
});

describe('the text of the mock answers', () => {
  it('is still as it was typed after a look at the list', async () => {
    show(<MocksPane />, []);
    fireEvent.click(await screen.findByRole('radio', { name: 'JSON' }));
    const editor = () => editorOf(path);
    act(() => editor().dispatch({ changes: { from: 0, insert: ' ' } }));
    fireEvent.click(screen.getByRole('radio', { name: 'List' }));
    await screen.findByRole('button', { name: 'Edit one' });
    fireEvent.click(screen.getByRole('radio', { name: 'JSON' }));
    expect(editor().state.doc.toString()).toBe(` ${mocksText([one])}`);
  });
});
