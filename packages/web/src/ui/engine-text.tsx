import { Text } from '@mantine/core';

interface EngineTextProps {
  /** The engine's own sentence, in English, with hostile text in it escaped. */
  readonly sentence: string;
  /** A short line in another language above it. */
  readonly line?: string | undefined;
}

/** What the engine or the platform says, word by word, under a line for those who do not read English. */
export function EngineText({ sentence, line }: EngineTextProps) {
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      {line !== undefined && (
        <Text span inherit fw={600} display="block">
          {line}
        </Text>
      )}
      <span lang="en">{sentence}</span>
    </span>
  );
}
