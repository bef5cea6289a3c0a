import { Anchor } from '@mantine/core';
import { placeOf } from '../model/place.ts';
import { useOpened } from './open-place.tsx';

interface SourceLinkProps {
  /** `file:line:column` */
  readonly text: string;
}

/** A place in the program: a click opens the code there. */
export function SourceLink({ text }: SourceLinkProps) {
  const { openPlace } = useOpened();
  const place = placeOf(text);
  if (place === undefined) return text;
  const file = text.lastIndexOf('/') + 1;
  return (
    <Anchor
      component="button"
      type="button"
      size="xs"
      ff="monospace"
      title={text}
      onClick={() => openPlace(place)}
    >
      <span data-folder>{text.slice(0, file)}</span>
      {text.slice(file)}
    </Anchor>
  );
}
