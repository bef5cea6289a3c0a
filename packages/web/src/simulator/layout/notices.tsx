import { Alert, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import { type DeviceChange, type ProgramState, routes } from '@minigate/runtime/simulator/protocol';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useFeed, useSimulation } from '../feed/simulation-context.tsx';
import { useAction } from '../feed/use-action.ts';
import { sumsOf } from '../model/call-sums.ts';
import { messages } from './layout.messages.ts';
import classes from './simulator-header.module.css';

/** What has to be seen before anything else: no connection, no program, or rules that are not enforced. */
export function Notices() {
  const { connection, retry } = useFeed();
  const program = useSimulation((simulation) => simulation.program);
  const debugging = useSimulation(({ device }) => device?.debugging ?? false);
  return (
    <>
      {debugging && <DebuggingBand />}
      {connection.state === 'lost' && <Lost {...connection} onRetry={retry} />}
      {program !== undefined && <Stopped program={program} />}
    </>
  );
}

function DebuggingBand() {
  const texts = useMessages(messages);
  const format = useFormat();
  const calls = useSimulation((simulation) => simulation.calls);
  const run = useSimulation(({ program }) => program?.run);
  const change = useAction<DeviceChange>('POST', routes.device);
  const { wouldFail } = sumsOf(calls.filter((call) => call.run === run));
  return (
    <section className={classes.band} aria-label={texts.debugging}>
      <IconAlertTriangle size={18} aria-hidden />
      <span role="status">
        {texts.debuggingBand}
        {wouldFail > 0 && ` ${texts.wouldFail(wouldFail, format.number(wouldFail))}`}
      </span>
      <UnstyledButton className={classes.bandButton} onClick={() => change.perform({ debugging: false })}>
        {texts.debuggingOff}
      </UnstyledButton>
    </section>
  );
}

interface LostProps {
  readonly retryAt: number;
  readonly crowded: boolean;
  readonly onRetry: () => void;
}

function Lost({ retryAt, crowded, onRetry }: LostProps) {
  const texts = useMessages(messages);
  const now = useNow(true);
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return (
    <Alert
      role="alert"
      radius={0}
      py="xs"
      color="yellow"
      title={crowded ? texts.crowdedTitle : texts.lostTitle}
      icon={<IconPlugConnectedX aria-hidden />}
    >
      <Group gap="sm">
        <Text size="sm">{(crowded ? texts.crowdedText : texts.lostText)(String(seconds))}</Text>
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {texts.retryNow}
        </Button>
      </Group>
    </Alert>
  );
}

function Stopped({ program: { state, message } }: { program: ProgramState }) {
  const texts = useMessages(messages);
  const restart = useAction('POST', routes.restart);
  if (state !== 'ended' && state !== 'broken') return null;
  const broken = state === 'broken';
  return (
    <Alert
      role="alert"
      radius={0}
      py="xs"
      color="red"
      title={broken ? texts.brokenTitle : texts.endedTitle}
      icon={<IconAlertTriangle aria-hidden />}
    >
      <Stack gap={6} align="flex-start">
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {message ?? texts.endedText}
        </Text>
        {broken && <Text size="sm">{texts.brokenFix}</Text>}
        <BusyButton
          size="compact-xs"
          variant="default"
          busy={restart.busy}
          onClick={() => restart.perform({})}
        >
          {texts.restart}
        </BusyButton>
      </Stack>
    </Alert>
  );
}
