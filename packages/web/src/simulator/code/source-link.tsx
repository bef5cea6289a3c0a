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
  return (
    <Anchor component="button" type="button" size="xs" ff="monospace" onClick={() => openPlace(place)}>
      {text}
    </Anchor>
  );
}
