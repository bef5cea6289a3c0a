/** The parts of the inspector that need no Node.js: what a page shows of calls is made by these. */
export { type CurlOptions, toCurl } from './inspector/curl.ts';
export { toHar, type HarOptions } from './inspector/har.ts';
export type { Har, HarEntry } from './inspector/har/format.ts';
export { fromHar, type HarReading } from './inspector/har/read.ts';
export { type CallRow, rowOf } from './inspector/call-row.ts';
export { type PhaseSpan, type Phases, phaseSpans, phasesOf } from './inspector/phase-spans.ts';
export { entryFromJson, entryToJson, reviveBytes } from './inspector/entry-json.ts';
export {
  type CallProfile,
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
export { type LinkConditions, linkFault, type LinkPreset, linkPresets } from './simulator/presets.ts';
export { type MockFault, mockFaults, mockName, type MockRule } from './simulator/mock-rules.ts';
export { mocksLimits, type MocksReading, mocksText, parseMocks } from './simulator/parse-mocks.ts';
