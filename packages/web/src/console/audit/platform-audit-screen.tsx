import { useMessages } from '../../ui/language.tsx';
import { Screen } from '../frame/screen.tsx';
import { AuditList } from './audit-list.tsx';
import { messages } from './audit.messages.ts';

/** The audit log of the whole platform. */
export function PlatformAuditScreen() {
  const texts = useMessages(messages);
  return (
    <Screen title={texts.title} lead={texts.platform}>
      <AuditList path="/operator/v1/audit" />
    </Screen>
  );
}
