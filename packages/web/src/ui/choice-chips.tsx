import { Chip, Group } from '@mantine/core';

interface ChoiceChipsProps<T extends string> {
  /** What is chosen here. */
  readonly label: string;
  /** The name of having chosen none, which means all. */
  readonly all: string;
  readonly names: readonly T[];
  readonly labelOf: (name: T) => string;
  readonly chosen: ReadonlySet<T>;
  readonly onChosen: (chosen: ReadonlySet<T>) => void;
}

/** Several of a few, in one line. */
export function ChoiceChips<T extends string>(props: ChoiceChipsProps<T>) {
  const { label, all, names, labelOf, chosen, onChosen } = props;
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label={label}>
      <Chip
        size="xs"
        variant="light"
        radius="sm"
        vars={dense}
        styles={aligned}
        checked={chosen.size === 0}
        onChange={() => onChosen(new Set())}
      >
        {all}
      </Chip>
      {names.map((name) => (
        <Chip
          key={name}
          size="xs"
          variant="light"
          radius="sm"
          vars={dense}
          styles={aligned}
          checked={chosen.has(name)}
          onChange={(checked) => {
            const others = [...chosen].filter((other) => other !== name);
            onChosen(new Set(checked ? [...others, name] : others));
          }}
        >
          {labelOf(name)}
        </Chip>
      ))}
    </Group>
  );
}

/** Whether there is a tick in it or not. */
const aligned = { root: { lineHeight: 0 }, label: { verticalAlign: 'top' } };

const dense = () => ({
  root: { '--chip-padding': '9px', '--chip-checked-padding': '6px', '--chip-spacing': '4px' },
});
