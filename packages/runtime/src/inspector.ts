/** The parts of the inspector that need no Node.js: what a page shows of calls is made by these. */
export { toHar, type HarOptions } from './inspector/har.ts';
export type { Har, HarEntry } from './inspector/har/format.ts';
export { type CallRow, type Phases, phasesOf, rowOf } from './inspector/call-row.ts';
export { entryFromJson, entryToJson, reviveBytes } from './inspector/entry-json.ts';
export {
  type Denial,
  denialsOf,
  type Entry,
  type EntryHop,
  type EntryMessage,
  type EntrySocket,
  isRefused,
  type RecordedBody,
  type RecordedHeaders,
  wouldFailOutsideDebugging,
} from './inspector/protocol.ts';
