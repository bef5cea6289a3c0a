import type { MiniProgram } from '@minigate/platform';
import { Badge } from '@mantine/core';
import { useMessages } from '../../ui/language.tsx';
import { messages } from './programs.messages.ts';

/** What is special about a mini program. */
export function ProgramBadges({ program }: { program: MiniProgram }) {
  const texts = useMessages(messages);
  return (
    <>
      {program.firstParty && (
        <Badge variant="outline" color="gate.7" tt="none">
          {texts.firstParty}
        </Badge>
      )}
      {program.archivedAt !== null && (
        <Badge variant="default" tt="none">
          {texts.archived}
        </Badge>
      )}
    </>
  );
}
