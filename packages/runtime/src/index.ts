export { createMiniProgram, type MiniProgram, type MiniProgramOptions } from './mini-program.ts';
export { ProgramError } from './program-error.ts';
export type {
  ConsoleMessage,
  ProgramEvents,
  ProgramExit,
  ProgramFault,
  UnsupportedName,
} from './program-events.ts';
export { type HarOptions, toHar } from './inspector/har.ts';
export type { Har, HarEntry } from './inspector/har/format.ts';
export {
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
