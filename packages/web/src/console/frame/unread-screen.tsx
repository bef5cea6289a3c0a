import { useMessages } from '../../ui/language.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { messages } from './frame.messages.ts';
import { Screen } from './screen.tsx';

interface UnreadScreenProps {
  readonly problem: Error;
  readonly onRetry: () => void;
}

/** Stands in the place of a screen while what it is about cannot be had. */
export function UnreadScreen({ problem, onRetry }: UnreadScreenProps) {
  const { unread } = useMessages(messages);
  return (
    <Screen title={unread.title} lead={unread.lead}>
      <ProblemNotice problem={problem} onRetry={onRetry} />
    </Screen>
  );
}
