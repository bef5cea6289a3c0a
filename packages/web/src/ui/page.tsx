import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { localStorageColorSchemeManager, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type ReactNode, StrictMode, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider, useMessages } from './language.tsx';
import { messages } from './messages.ts';
import { colorVariables, theme } from './theme.ts';

/** What every page stands in: colours, language and notices. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <LanguageProvider>
      <Colours>
        <Notifications position="bottom-right" containerWidth={380} />
        {children}
      </Colours>
    </LanguageProvider>
  );
}

/** Colours and fonts, and the names of those buttons of the library that show nothing but a cross. */
function Colours({ children }: { children: ReactNode }) {
  const { close } = useMessages(messages);
  const named = useMemo(() => {
    const defaultProps = { closeButtonProps: { 'aria-label': close } };
    return mergeThemeOverrides(theme, { components: { Notification: { defaultProps } } });
  }, [close]);
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={colorVariables}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
    >
      {children}
    </MantineProvider>
  );
}

/** Shows a page in the document. */
export function show(content: ReactNode): void {
  const place = document.getElementById('page');
  if (place === null) throw new Error('The document has no place for the page.');
  createRoot(place).render(
    <StrictMode>
      <Page>{content}</Page>
    </StrictMode>,
  );
}

const colorSchemes = localStorageColorSchemeManager({ key: 'minigate.color-scheme' });
