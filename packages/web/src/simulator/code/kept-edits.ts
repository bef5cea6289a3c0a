import type { Draft } from '../model/draft.ts';

/** What was made of files and is not saved, by path. */
export type Edits = ReadonlyMap<string, Draft>;

/** Characters of what is kept; a browser has room for some five million. */
const mostKept = 2_000_000;

const placeOf = (program: string) => `minigate.edits.${program}`;

/** Keeps them until the tab is closed, those that fit. A browser that keeps nothing is no error: the page warns. */
export function keepEdits(program: string, edits: Edits): void {
  let room = mostKept;
  const drafts = [...edits.values()].filter(({ file, text }) => {
    const size = file.text.length + text.length;
    if (size > room) return false;
    room -= size;
    return true;
  });
  try {
    sessionStorage.removeItem(placeOf(program));
    if (drafts.length > 0) sessionStorage.setItem(placeOf(program), JSON.stringify(drafts));
  } catch {
    // Storage is full, or closed to this page.
  }
}

/** What was kept of a program's edits. */
export function keptEdits(program: string): Edits {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(placeOf(program)) ?? '[]');
    const drafts = Array.isArray(kept) ? kept.filter(isDraft) : [];
    return new Map(drafts.map((draft) => [draft.file.path, draft]));
  } catch {
    return new Map();
  }
}

function isDraft(value: unknown): value is Draft {
  const { file, text } = fieldsOf(value);
  return [text, ...['path', 'text', 'version'].map((name) => fieldsOf(file)[name])].every(
    (field) => typeof field === 'string',
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
