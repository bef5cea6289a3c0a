import { Splitter, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { CoveredContext } from '../../ui/covered.ts';
import { useMessages } from '../../ui/language.tsx';
import { recall, remember } from '../../ui/preferences.ts';
import { EditsProvider } from '../code/edits.tsx';
import { OpenPlaceProvider } from '../code/open-place.tsx';
import type { FeedConnection } from '../feed/feed-client.ts';
import { useFeed, useSimulation } from '../feed/simulation-context.tsx';
import { NewMockProvider } from '../mocks/new-mock.tsx';
import { messages } from './layout.messages.ts';
import { Notices } from './notices.tsx';
import { PaneTabs } from './pane-tabs.tsx';
import classes from './pane-tabs.module.css';
import { PanePlace, PanePlaces } from './pane-places.tsx';
import { allPanes, lowerPanes, type PaneName } from './panes.tsx';
import { SimulatorHeader } from './simulator-header.tsx';
import { recallSizes, rememberSizes } from './sizes.ts';
import { UnknownBrowser } from './unknown-browser.tsx';

type LowerPane = (typeof lowerPanes)[number];

const isPane = (text: string): text is PaneName => allPanes.some((name) => name === text);
const isLower = (text: string): text is LowerPane => lowerPanes.some((name) => name === text);

/** The whole page: beside and below each other where there is room, else one pane at a time. */
export function Workbench() {
  const { connection } = useFeed();
  const texts = useMessages(messages);
  const narrow = useMediaQuery('(max-width: 52em)', false, { getInitialValueInEffect: false });
  const [pane, setPane] = useState<PaneName>(() => recall('pane', isPane) ?? 'network');
  const [lower, setLower] = useState<LowerPane>(() => recall('lower-pane', isLower) ?? 'console');
  const showPane = useCallback((name: PaneName) => {
    remember('pane', name);
    setPane(name);
  }, []);
  const showLower = useCallback((name: LowerPane) => {
    remember('lower-pane', name);
    setLower(name);
  }, []);
  const openCode = useCallback(() => {
    showLower('code');
    showPane('code');
  }, [showLower, showPane]);
  const openMocks = useCallback(() => {
    showLower('mocks');
    showPane('mocks');
  }, [showLower, showPane]);
  useTitle();
  useReturn(connection.state);
  const unknown = connection.state === 'unknown';
  const [letIn, setLetIn] = useState(false);
  if (connection.state === 'open' && !letIn) setLetIn(true);
  if (unknown && !letIn) return <UnknownBrowser />;
  return (
    <CoveredContext value={unknown}>
      {unknown && <UnknownBrowser cover />}
      <EditsProvider>
        <OpenPlaceProvider onOpen={openCode}>
          <NewMockProvider onBegin={openMocks}>
            <PanePlaces>
              <div className={classes.page} inert={unknown}>
                <SimulatorHeader narrow={narrow} />
                <Notices />
                <main className={classes.main}>
                  {narrow ? (
                    <PaneTabs label={texts.panels} names={allPanes} shown={pane} onShow={showPane} headed />
                  ) : (
                    <Wide lower={lower} onLower={showLower} />
                  )}
                </main>
              </div>
            </PanePlaces>
          </NewMockProvider>
        </OpenPlaceProvider>
      </EditsProvider>
    </CoveredContext>
  );
}

/** What was read before the simulator no longer knew this page is read anew when it does. */
function useReturn(state: FeedConnection['state']): void {
  const client = useQueryClient();
  const away = useRef(false);
  useEffect(() => {
    if (state === 'unknown') away.current = true;
    if (state !== 'open' || !away.current) return;
    away.current = false;
    void client.invalidateQueries();
  }, [state, client]);
}

function Wide({ lower, onLower }: { lower: LowerPane; onLower: (name: LowerPane) => void }) {
  const texts = useMessages(messages);
  const [columns] = useState(() => recallSizes('columns-of-page', [22, 78]));
  const [rows] = useState(() => recallSizes('rows-of-page', [60, 40]));
  return (
    <Splitter
      h="100%"
      lineSize={1}
      classNames={parts}
      onResizeEnd={(_, sizes) => rememberSizes('columns-of-page', sizes)}
    >
      <Splitter.Pane defaultSize={columns[0]} min={14} max={45}>
        <section className={classes.region} aria-label={texts.tabs.device}>
          <VisuallyHidden component="h2">{texts.tabs.device}</VisuallyHidden>
          <PanePlace name="device" />
        </section>
      </Splitter.Pane>
      <Splitter.Pane defaultSize={columns[1]} min={40}>
        <Splitter
          h="100%"
          lineSize={1}
          classNames={parts}
          orientation="vertical"
          onResizeEnd={(_, sizes) => rememberSizes('rows-of-page', sizes)}
        >
          <Splitter.Pane defaultSize={rows[0]} min={20}>
            <section className={classes.region} aria-label={texts.tabs.network}>
              <VisuallyHidden component="h2">{texts.tabs.network}</VisuallyHidden>
              <PanePlace name="network" />
            </section>
          </Splitter.Pane>
          <Splitter.Pane defaultSize={rows[1]} min={12}>
            <section className={classes.region} aria-label={texts.lower}>
              <VisuallyHidden component="h2">{texts.lower}</VisuallyHidden>
              <PaneTabs label={texts.lower} names={lowerPanes} shown={lower} onShow={onLower} />
            </section>
          </Splitter.Pane>
        </Splitter>
      </Splitter.Pane>
    </Splitter>
  );
}

const parts = { handle: classes.handle ?? '', thumb: classes.grip ?? '' };

/** The window is named after the program. */
function useTitle(): void {
  const { product } = useMessages(messages);
  const name = useSimulation(({ program }) => program?.name ?? '');
  useEffect(() => {
    document.title = name === '' ? product : `${name} · ${product}`;
  }, [name, product]);
}
