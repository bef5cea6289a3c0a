import { Input, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import type { DeviceChange, DeviceState } from '@minigate/runtime/simulator/protocol';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { useNow } from '../../ui/use-now.ts';
import { messages } from './device.messages.ts';

interface LifecycleFieldProps {
  readonly device: DeviceState;
  readonly onChange: (change: DeviceChange) => void;
}

/** Puts the program into the background and back; the time until its calls are interrupted runs visibly. Rule 11. */
export function LifecycleField({ device, onChange }: LifecycleFieldProps) {
  const texts = useMessages(messages);
  const { lifecycle, graceEndsAt } = device;
  return (
    <Stack gap={6}>
      <Input.Label component="div" size="xs">
        {texts.lifecycle}
      </Input.Label>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={texts.lifecycle}
        value={lifecycle === 'foreground' ? 'foreground' : 'background'}
        data={[
          { value: 'foreground', label: texts.foreground },
          { value: 'background', label: texts.background },
        ]}
        onChange={(value) => onChange({ lifecycle: value })}
      />
      <div role="status">
        {lifecycle === 'background' && graceEndsAt !== undefined && (
          <Countdown key={graceEndsAt} end={graceEndsAt} />
        )}
        {lifecycle === 'suspended' && <Text size="xs">{texts.suspended}</Text>}
      </div>
    </Stack>
  );
}

function Countdown({ end }: { end: number }) {
  const texts = useMessages(messages);
  const now = useNow(true, 100);
  const [whole] = useState(() => Math.max(1, end - Date.now()));
  const left = Math.max(0, end - now);
  return (
    <Stack gap={4}>
      <Text size="xs" aria-hidden>
        {texts.grace((left / 1000).toFixed(1))}
      </Text>
      <Progress
        size="sm"
        color="orange"
        value={(100 * left) / whole}
        transitionDuration={0}
        aria-label={texts.grace((whole / 1000).toFixed(0))}
      />
    </Stack>
  );
}
