export { createMiniProgram, type MiniProgram, type MiniProgramOptions } from './mini-program.ts';
export type { ConsoleKind, ConsoleLevel, ConsoleType, ConsoleValue } from './bridge/protocol.ts';
export { ProgramError } from './program-error.ts';
export type {
  CallPlace,
  ConsoleMessage,
  ProgramEvents,
  ProgramExit,
  ProgramFault,
  UnsupportedName,
} from './program-events.ts';
export { type CurlOptions, toCurl } from './inspector/curl.ts';
export { type HarOptions, toHar } from './inspector/har.ts';
export type { Har, HarEntry } from './inspector/har/format.ts';
export { fromHar, type HarReading } from './inspector/har/read.ts';
export {
  type CallProfile,
  type Denial,
  denialsOf,
  type Entry,
  type EntryError,
  type EntryHop,
  type EntryMessage,
  type EntrySocket,
  type EntryState,
  type HopAcceleration,
  type HopAttempt,
  type HopRequest,
  type HopResponse,
  isRefused,
  type RecordedBody,
  type RecordedHeaders,
  type SocketTraffic,
  wouldFailOutsideDebugging,
} from './inspector/protocol.ts';
export { createRecorder, type Recorder, type RecorderLimits } from './inspector/recorder.ts';
export { createConditions, type DeviceConditions } from './simulator/conditions.ts';
export { type LinkConditions, linkFault, type LinkPreset, linkPresets } from './simulator/presets.ts';
export { type MockFault, mockFaults, mockName, type MockRule } from './simulator/mock-rules.ts';
export { createMocks, type MockAnswers } from './simulator/mocks.ts';
export { mocksFileName, readMocks, writeMocks } from './simulator/mocks-file.ts';
export { mocksLimits, type MocksReading, mocksText, parseMocks } from './simulator/parse-mocks.ts';
