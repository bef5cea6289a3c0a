import type { AccelerationCounts } from '@minigate/network';
import type { PolicyDocument } from '@minigate/policy';
import type { ConsoleMessage, Entry, ProgramFault } from '@minigate/runtime';
import type { Step } from './rehearsal.ts';

/** What a run tells while it goes on. There is one report for people and one for programs. */
export interface Report {
  begin(run: RunInfo): void;
  warning(message: string): void;
  /** The call has its ending. */
  call(entry: Entry): void;
  console(message: ConsoleMessage): void;
  /** The program threw, or its sandbox died. */
  programError(fault: ProgramFault): void;
  unsupported(name: string): void;
  rehearsed(step: Step): void;
  end(summary: RunSummary): void;
}

export interface RunInfo {
  /** The folder or file, as it was given. */
  readonly program: string;
  readonly policy: PolicyDocument;
  /** Where the policy document comes from, if not from flags: a file, or a platform. */
  readonly policyOrigin: string | undefined;
  readonly debugging: boolean;
}

export interface RunSummary {
  readonly calls: number;
  readonly succeeded: number;
  readonly refused: number;
  readonly failed: number;
  readonly aborted: number;
  /** Calls that went through because of debugging mode only. */
  readonly wouldFail: number;
  /** Errors of the program. */
  readonly errors: number;
  /** Bytes of all answers, after content decoding. */
  readonly bytes: number;
  /** Milliseconds of the whole run. */
  readonly time: number;
  readonly ended: Ending;
  /** What domain acceleration counted; absent where nothing was accelerated. Rule 25. */
  readonly acceleration: AccelerationCounts | undefined;
  readonly har: string | undefined;
}

/** Why the run is over: nothing is left to do, `--for`, Ctrl-C or another signal, or the program is dead. */
export type Ending = 'idle' | 'time' | 'interrupt' | 'died';
