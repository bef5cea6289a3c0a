import type { OpenLink, Person } from '@minigate/platform';
import { useMessages } from '../../ui/language.tsx';
import { Read } from '../api/read.tsx';
import { useRead } from '../api/use-read.ts';
import { Screen } from '../frame/screen.tsx';
import { Appointments } from './appointments.tsx';
import { OperatorList } from './operator-list.tsx';
import { messages } from './operator.messages.ts';

/** Who looks after the platform, and who is to. */
export function OperatorsScreen() {
  const { operators: texts } = useMessages(messages);
  const read = useRead<{ operators: readonly Person[]; appointments: readonly OpenLink[] }>(
    '/operator/v1/operators',
  );
  return (
    <Screen title={texts.title} lead={texts.lead}>
      <Read of={read}>
        {({ operators, appointments }) => (
          <>
            <OperatorList operators={operators} />
            <Appointments appointments={appointments} />
          </>
        )}
      </Read>
    </Screen>
  );
}
