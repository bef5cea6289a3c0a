import type { FileText } from '@minigate/runtime/simulator/protocol';

/** A file that is looked at, and what was made of it. */
export interface Draft {
  /** As it was read or saved last. */
  readonly file: FileText;
  readonly text: string;
  /** The file as it is on the disk by now, where it is another one than the draft began with. */
  readonly theirs?: FileText;
}

export function draftOf(file: FileText): Draft {
  return { file, text: file.text };
}

export function isChanged({ file, text }: Draft): boolean {
  return text !== file.text;
}

/**
 * What becomes of a draft when the file on the disk is another one: an untouched draft follows it; one that was
 * changed stays, and knows of the conflict.
 */
export function meet(draft: Draft, onDisk: FileText): Draft {
  if (onDisk.version === draft.file.version) return draft;
  if (!isChanged(draft) || onDisk.text === draft.text) return draftOf(onDisk);
  return { ...draft, theirs: onDisk };
}

/** Saving it replaces what is on the disk. */
export function keepMine({ text, file, theirs }: Draft): Draft {
  return { text, file: theirs ?? file };
}

export function takeTheirs({ file, theirs }: Draft): Draft {
  return draftOf(theirs ?? file);
}
