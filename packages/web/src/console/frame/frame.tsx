import { AppShell, Box, Burger, Button, Group, ScrollArea, Stack } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { PreferenceMenus } from '../../ui/preference-menu.tsx';
import { OfflineNotice } from '../../ui/states.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import classes from './frame.module.css';
import { messages } from './frame.messages.ts';
import { Navigation } from './navigation.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

/** What stands around every screen of those who are signed in: the head of the page and the navigation. */
export function Frame({ children }: { children: ReactNode }) {
  const texts = useMessages(messages);
  const [place] = useLocation();
  const [openAt, setOpenAt] = useState<string>();
  const open = openAt === place;
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 264, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <AppShell.Header>
        <Button className={classes['skip'] ?? ''} size="xs" onClick={() => main.current?.focus()}>
          {texts.skip}
        </Button>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={open}
              onClick={() => setOpenAt(open ? undefined : place)}
              hiddenFrom="sm"
              size="sm"
              aria-label={open ? texts.closeNavigation : texts.openNavigation}
              aria-expanded={open}
            />
            <Brand />
          </Group>
          <Group gap={4} wrap="nowrap">
            <PreferenceMenus />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={texts.navigation}>
        <ScrollArea p="sm" type="auto">
          <Navigation />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main ref={main} tabIndex={-1} style={{ outline: 'none' }}>
        <Box maw={1080} mx="auto">
          <Stack gap="md">
            <OfflineNotice />
            {children}
          </Stack>
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}
