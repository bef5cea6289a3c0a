import type { Team } from '@minigate/platform';
import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Row, RowList } from '../../ui/row-list.tsx';
import { Empty } from '../../ui/states.tsx';
import { Read } from '../api/read.tsx';
import { Screen } from '../frame/screen.tsx';
import { messages } from './operator.messages.ts';
import { useReadAfter } from './use-read-after.ts';

/** Every team of the platform. */
export function AllTeamsScreen() {
  const { teams: texts } = useMessages(messages);
  const format = useFormat();
  const read = useReadAfter<'teams', Team>('/operator/v1/teams', 'teams', ({ teamId }) => teamId);
  return (
    <Screen title={texts.title} lead={texts.lead}>
      <Read of={read}>
        {(teams) =>
          teams.length === 0 ? (
            <Empty title={texts.none} />
          ) : (
            <RowList label={texts.title}>
              {teams.map(({ teamId, name, createdAt }) => (
                <Row key={teamId}>
                  <Anchor component={Link} href={`/teams/${teamId}`} fw={600}>
                    {name}
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {teamId} · {texts.made(format.moment(createdAt))}
                  </Text>
                </Row>
              ))}
            </RowList>
          )
        }
      </Read>
      <LoadMore of={read} />
    </Screen>
  );
}
