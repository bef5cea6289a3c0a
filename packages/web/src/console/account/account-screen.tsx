import type { Person } from '@minigate/platform';
import { useMessages } from '../../ui/language.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { useChange } from '../api/use-change.ts';
import { NameForm } from '../frame/name-form.tsx';
import { Screen } from '../frame/screen.tsx';
import { sessionPath } from '../api/query-client.ts';
import { useWho } from '../session/session.tsx';
import { messages } from './account.messages.ts';
import { PasswordForm } from './password-form.tsx';
import { SessionList } from './session-list.tsx';

/** The own account: name, password, sessions. */
export function AccountScreen() {
  const texts = useMessages(messages);
  const notify = useNotify();
  const { user } = useWho();
  const rename = useChange<string, Person>({
    change: (call, name) => call('PATCH', '/console/v1/account', { name }),
    refreshes: [sessionPath, '/console/v1/teams'],
    onDone: () => notify(texts.renamed),
  });
  return (
    <Screen title={texts.title} lead={user.email}>
      <NameForm
        draft="own"
        label={texts.name}
        name={user.name}
        longest={100}
        autoComplete="name"
        change={rename}
      />
      <PasswordForm email={user.email} />
      <SessionList />
    </Screen>
  );
}
