import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from './language.tsx';
import { colorVariables, theme } from './theme.ts';

/** What every page stands in: colours, language and notices. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={colorVariables}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
    >
      <LanguageProvider>
        <Notifications position="bottom-right" containerWidth={380} />
        {children}
      </LanguageProvider>
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
