import { Group } from '@mantine/core';
import { BusyButton } from './busy-button.tsx';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';

interface LoadMoreProps {
  readonly of: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

/** Goes on with a list that comes in pages. */
export function LoadMore({ of: { hasNextPage, isFetchingNextPage, fetchNextPage } }: LoadMoreProps) {
  const { more } = useMessages(messages);
  if (!hasNextPage) return null;
  return (
    <Group justify="center">
      <BusyButton variant="default" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {more}
      </BusyButton>
    </Group>
  );
}
