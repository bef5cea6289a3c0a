import { Group, Text } from '@mantine/core';
import { PreferenceMenus } from '../ui/preference-menu.tsx';

/** The console of a platform. */
export function Console() {
  return (
    <Group component="header" p="md" justify="space-between">
      <Text fw={650}>Minigate</Text>
      <Group gap={4}>
        <PreferenceMenus />
      </Group>
    </Group>
  );
}
