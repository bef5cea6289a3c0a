import { Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useApi } from '../api/api-provider.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useSingle } from '../api/use-single.ts';
import { messages } from './audit.messages.ts';

interface AuditExportProps {
  /** Of the log. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

const formats = ['ndjson', 'csv'] as const;

/** Takes the entries that fit the filters along, as a file. A link would show an error in place of the console. */
export function AuditExport({ path, query }: AuditExportProps) {
  const texts = useMessages(messages);
  const { download } = useApi();
  const fetching = useSingle({
    mutationFn: async (format: (typeof formats)[number]) => {
      const search = new URLSearchParams({ ...query, format });
      saveFile(`audit.${format}`, await download(`${path}/export?${search.toString()}`));
    },
  });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {texts.export}
        </Text>
        {formats.map((format) => (
          <BusyButton
            key={format}
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            busy={fetching.isPending && fetching.variables === format}
            onClick={() => fetching.mutate(format)}
          >
            {format.toUpperCase()}
          </BusyButton>
        ))}
      </Group>
      <ProblemNotice problem={fetching.error} />
    </Stack>
  );
}
