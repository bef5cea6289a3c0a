import { useMessages } from '../../ui/language.tsx';
import { Screen } from '../frame/screen.tsx';
import type { ProgramScreenProps } from '../programs/program-screen.ts';
import { AuditList } from './audit-list.tsx';
import { messages } from './audit.messages.ts';

/** The audit log of one mini program. */
export function ProgramAuditScreen({ program }: ProgramScreenProps) {
  const texts = useMessages(messages);
  return (
    <Screen title={texts.title} lead={texts.program(program.name)}>
      <AuditList path={`/console/v1/mini-programs/${program.appId}/audit`} />
    </Screen>
  );
}
