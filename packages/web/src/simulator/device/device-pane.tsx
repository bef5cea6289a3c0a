import { Divider, ScrollArea, Stack, Switch, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type DeviceChange, routes } from '@minigate/runtime/simulator/protocol';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import { useAction } from '../feed/use-action.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { messages } from './device.messages.ts';
import { LifecycleField } from './lifecycle-field.tsx';
import { Slots } from './slots.tsx';
import { StartFields } from './start-fields.tsx';

/** What surrounds the program: the device, and the slots of its calls. */
export function DevicePane() {
  const texts = useMessages(messages);
  const device = useSimulation((simulation) => simulation.device);
  const program = useSimulation((simulation) => simulation.program);
  const change = useAction<DeviceChange>('POST', routes.device);
  const restart = useAction('POST', routes.restart);
  if (device === undefined || program === undefined) {
    return (
      <Text p="md" size="sm" c="dimmed">
        {texts.waitingFor}
      </Text>
    );
  }
  return (
    <ScrollArea
      h="100%"
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': texts.title }}
    >
      <Stack gap="sm" p="sm">
        <LifecycleField device={device} onChange={change.perform} />
        <Switch
          color="orange"
          size="xs"
          label={texts.debugging}
          description={texts.debuggingText}
          checked={device.debugging}
          onChange={({ currentTarget }) => change.perform({ debugging: currentTarget.checked })}
        />
        <ConnectionFields device={device} onChange={change.perform} />
        <Divider />
        <Slots profile={program.profile} />
        <Divider />
        <Text size="xs" c="dimmed">
          {texts.coldStart}
        </Text>
        <StartFields device={device} profiles={program.profiles} onChange={change.perform} />
        <BusyButton
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={14} aria-hidden />}
          busy={restart.busy}
          onClick={() => restart.perform({})}
        >
          {texts.restart}
        </BusyButton>
      </Stack>
    </ScrollArea>
  );
}
