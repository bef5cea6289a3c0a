import type { MiniProgram } from '@minigate/platform';
import { Anchor, Code, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Row } from '../../ui/row-list.tsx';
import { ProgramBadges } from './program-badges.tsx';
import { messages } from './programs.messages.ts';

interface ProgramRowProps {
  readonly program: MiniProgram;
  readonly actions?: ReactNode;
  /** What stands beside the AppId. */
  readonly children?: ReactNode;
}

/** One mini program of a list. */
export function ProgramRow({ program, actions, children }: ProgramRowProps) {
  const { copyAppId } = useMessages(messages);
  const { appId, name } = program;
  return (
    <Row
      actions={
        <>
          <ProgramBadges program={program} />
          {actions}
        </>
      }
    >
      <Anchor component={Link} href={`/mini-programs/${appId}`} fw={600}>
        {name}
      </Anchor>
      <Group gap={4}>
        <Code>{appId}</Code>
        <CopyButton value={appId} label={copyAppId(name)} />
        {children}
      </Group>
    </Row>
  );
}
