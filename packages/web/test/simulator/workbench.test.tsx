import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { binance } from '@minigate/policy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useOpened } from '../../src/simulator/code/open-place.tsx';
import { CodePane } from '../../src/simulator/code/code-pane.tsx';
import { Workbench } from '../../src/simulator/layout/workbench.tsx';
import { policyOf } from './support/denied.ts';
import { editorOf } from './support/editor.ts';
import { program, show } from './support/page.tsx';
import { ProgramFiles } from './support/program-files.ts';

const path = 'minigate.mocks.json';
const told = program(policyOf([]), { profile: binance });

let served: ProgramFiles;

beforeEach(async () => {
  served = await ProgramFiles.serve({ 'app.js': 'one', [path]: '' });
});

afterEach(async () => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
  ProgramFiles.setWidth(1280);
  await served.close();
});

function Opener() {
  const { openFile } = useOpened();
  return (
    <button type="button" onClick={() => openFile('app.js')}>
      Open
    </button>
  );
}

const type = (file: string, insert: string) =>
  act(() => editorOf(file).dispatch({ changes: { from: 0, insert } }));

async function openCode() {
  const page = show(
    <>
      <Opener />
      <CodePane />
    </>,
    [told],
  );
  fireEvent.click(screen.getByRole('button', { name: 'Open' }));
  await waitFor(() => editorOf('app.js'));
  return page;
}

/** Whether a browser would ask before it leaves the page. */
function warns(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

describe('code that is not saved', () => {
  it('is there again after the page was loaded anew, and the browser warns until it is saved', async () => {
    const { unmount } = await openCode();
    expect(warns()).toBe(false);
    type('app.js', 'my ');
    expect(warns()).toBe(true);
    unmount();
    await openCode();
    expect(editorOf('app.js').state.doc.toString()).toBe('my one');
    fireEvent.click(screen.getByRole('button', { name: 'Save and restart' }));
    await waitFor(() => expect(served.files.get('app.js')).toBe('my one'));
    await waitFor(() => expect(warns()).toBe(false));
    expect(sessionStorage.length).toBe(0);
  });

  it('is not taken for that of another program', async () => {
    const { unmount } = await openCode();
    type('app.js', 'my ');
    unmount();
    show(<CodePane />, [program(policyOf([]), { name: 'Other' })]);
    expect(warns()).toBe(false);
  });
});

describe('the page', () => {
  async function typeMocks() {
    const page = show(<Workbench />, [told]);
    fireEvent.click(screen.getByRole('tab', { name: 'Mock answers' }));
    fireEvent.click(await screen.findByRole('radio', { name: 'JSON' }));
    await waitFor(() => editorOf(path));
    type(path, '{ "mocks": [] }');
    return page;
  }

  it('keeps what is in its panes when the window gets narrow and wide again', async () => {
    await typeMocks();
    act(() => ProgramFiles.setWidth(600));
    fireEvent.click(await screen.findByRole('tab', { name: 'Device' }));
    fireEvent.click(screen.getByRole('tab', { name: 'Mock answers' }));
    expect(editorOf(path).state.doc.toString()).toBe('{ "mocks": [] }');
    act(() => ProgramFiles.setWidth(1280));
    await waitFor(() => expect(screen.queryByRole('tab', { name: 'Device' })).toBeNull());
    expect(editorOf(path).state.doc.toString()).toBe('{ "mocks": [] }');
  });

  it('stays as it is below the notice that the simulator no longer knows it', async () => {
    const { browser, store } = await typeMocks();
    browser.known = false;
    act(() => browser.lose());
    await screen.findByRole('heading', { name: 'This browser has no access yet' });
    act(() => store.retry());
    act(() => browser.tell({ type: 'welcome', simulator: 's2', replayed: false }));
    await waitFor(() => expect(screen.queryByText('This browser has no access yet')).toBeNull());
    expect(editorOf(path).state.doc.toString()).toBe('{ "mocks": [] }');
  });
});
