import { Text } from '@mantine/core';
import type { ProgramState } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { PreferenceMenus } from '../../ui/preference-menu.tsx';
import { useFeed, useSimulation } from '../feed/simulation-context.tsx';
import { messages } from './layout.messages.ts';
import classes from './simulator-header.module.css';

const stateTones = { starting: 'amber', running: 'good', ended: 'bad', broken: 'bad' } as const;
const feedTones = { connecting: 'amber', open: 'good', lost: 'bad', unknown: 'bad' } as const;

/** Which program this is, how it is, by which policy it is judged, and whether the page hears of it. */
export function SimulatorHeader({ narrow }: { narrow: boolean }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const program = useSimulation((simulation) => simulation.program);
  const lifecycle = useSimulation(({ device }) => device?.lifecycle ?? 'foreground');
  const { connection } = useFeed();
  const name = program?.name || program?.appId || texts.unnamed;
  return (
    <header className={classes.header}>
      <h1 className={classes.name} title={name}>
        {name}
      </h1>
      {program !== undefined && (
        <span className={classes.state} role="status">
          <span className={classes.dot} data-tone={stateTones[program.state]} aria-hidden />
          {[
            texts.states[program.state],
            program.state === 'running' ? texts.lifecycle[lifecycle] : '',
            narrow ? '' : texts.run(format.number(program.run)),
          ]
            .filter((text) => text !== '')
            .join(' · ')}
        </span>
      )}
      <span className={classes.facts}>
        {!narrow && program !== undefined && <Policy program={program} />}
      </span>
      <span className={classes.state} role="status" aria-label={texts.feedLabel}>
        <span className={classes.dot} data-tone={feedTones[connection.state]} aria-hidden />
        {texts.feed[connection.state]}
      </span>
      <span style={{ display: 'flex', flex: 'none' }}>
        <PreferenceMenus />
      </span>
    </header>
  );
}

/** Where the policy comes from, and its version. */
export function Policy({ program: { policy, policyOrigin, appId } }: { program: ProgramState }) {
  const texts = useMessages(messages);
  if (policy === undefined) {
    return (
      <Text span inherit c="var(--mantine-color-error)">
        {texts.noPolicy(policyOrigin)}
      </Text>
    );
  }
  return `${appId} · ${texts.policy(policyOrigin, String(policy.version))}`;
}
