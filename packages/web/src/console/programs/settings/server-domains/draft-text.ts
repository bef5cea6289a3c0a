import { apis, type ServerDomainLists } from '@minigate/policy';
import type { Base, Draft, DraftEntry, DraftLists } from './draft.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A draft as text that a tab keeps, past a reload and the end of a session. */
export function writeDraft(draft: Draft): string {
  return JSON.stringify(draft);
}

/** The draft that was kept. What an older page has written, or nobody, is none. */
export function readDraft(text: string): Draft | undefined {
  const value = parse(text);
  if (!isRecord(value)) return undefined;
  const { base, form, lists, shelf, sockets, nextId } = value;
  if (!isBase(base) || (form !== 'one' && form !== 'separate') || !isDraftLists(lists)) return undefined;
  if (typeof nextId !== 'number' || !Number.isSafeInteger(nextId)) return undefined;
  if (form === 'one' ? lists.all === undefined : lists.all !== undefined) return undefined;
  return {
    base,
    form,
    lists,
    nextId,
    ...(isRecord(shelf) &&
      isDraftLists(shelf['lists']) &&
      isTexts(shelf['became']) && { shelf: { lists: shelf['lists'], became: shelf['became'] } }),
    ...(isEntries(sockets) && { sockets }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isBase(value: unknown): value is Base {
  return isRecord(value) && Number.isSafeInteger(value['version']) && isLists(value['serverDomains']);
}

function isLists(value: unknown): value is ServerDomainLists {
  return (
    isTexts(value) ||
    (isRecord(value) && Object.entries(value).every(([name, list]) => isApi(name) && isTexts(list)))
  );
}

function isDraftLists(value: unknown): value is DraftLists {
  return (
    isRecord(value) &&
    Object.entries(value).every(([name, list]) => (name === 'all' || isApi(name)) && isEntries(list))
  );
}

function isEntries(value: unknown): value is readonly DraftEntry[] {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(value: unknown): value is DraftEntry {
  return isRecord(value) && typeof value['text'] === 'string' && Number.isSafeInteger(value['id']);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isApi(name: string): boolean {
  return apis.some((api) => api === name);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
