import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLanguage, IconSunMoon } from '@tabler/icons-react';
import { type Language, languages, useLanguage, useMessages } from './language.tsx';
import { messages } from './messages.ts';

const schemes = ['light', 'dark', 'auto'] as const;

/** The two choices that every page offers: language and colours. */
export function PreferenceMenus() {
  const texts = useMessages(messages);
  const { language, setLanguage } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const mark = (chosen: boolean) => (chosen ? <IconCheck size={14} aria-hidden /> : undefined);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.language}>
            <IconLanguage size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(languages) as Language[]).map((tag) => (
            <Menu.Item
              key={tag}
              lang={tag}
              onClick={() => setLanguage(tag)}
              rightSection={mark(tag === language)}
            >
              {languages[tag]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.colorScheme.label}>
            <IconSunMoon size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {schemes.map((scheme) => (
            <Menu.Item
              key={scheme}
              onClick={() => setColorScheme(scheme)}
              rightSection={mark(scheme === colorScheme)}
            >
              {texts.colorScheme[scheme]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
