import { Group, Text } from '@mantine/core';
import { PreferenceMenus } from '../ui/preference-menu.tsx';

/** The window on a running mini program. */
export function Simulator() {
  return (
    <Group component="header" p="md" justify="space-between">
      <Text fw={650}>Minigate</Text>
      <Group gap={4}>
        <PreferenceMenus />
      </Group>
    </Group>
  );
}
