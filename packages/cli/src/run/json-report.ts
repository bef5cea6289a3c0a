import {
  type ConsoleMessage,
  denialsOf,
  type Entry,
  isRefused,
  type ProgramFault,
  wouldFailOutsideDebugging,
} from '@minigate/runtime';
import { type Io, jsonLine } from '../output.ts';
import { explainFailure, explainWaived } from './explanation.ts';
import type { Step } from './rehearsal.ts';
import type { Report, RunInfo, RunSummary } from './report.ts';

/** A run for programs: one JSON object a line, each with a `type`; times are milliseconds. */
export class JsonReport implements Report {
  readonly #io: Io;

  constructor(io: Io) {
    this.#io = io;
  }

  begin({ program, policy, debugging }: RunInfo): void {
    this.#write('start', { program, debugging, serverDomains: policy.serverDomains });
  }

  warning(message: string): void {
    this.#write('warning', { message });
  }

  call(entry: Entry): void {
    const { id, api, method, url, outcome, errMsg, error, calledAt, settledAt, waited, bodyBytes, reading } =
      entry;
    this.#write('call', {
      id,
      api,
      method,
      url,
      outcome,
      status: entry.hops.at(-1)?.response?.status,
      errMsg,
      errno: error?.errno,
      code: error?.code,
      refused: isRefused(entry),
      wouldFailOutsideDebugging: wouldFailOutsideDebugging(entry),
      ...(explainFailure(entry) ?? explainWaived(entry)),
      denials: denialsOf(entry),
      hops: entry.hops.map((hop) => ({
        url: hop.url,
        status: hop.response?.status,
        address: hop.address?.address,
        reused: hop.timing?.reused,
      })),
      calledAt: rounded(calledAt),
      time: rounded((settledAt ?? calledAt) - calledAt),
      waited: rounded(waited),
      bytes: bodyBytes,
      reading,
    });
  }

  console({ level, args, source }: ConsoleMessage): void {
    this.#write('console', { level, text: args.join(' '), source });
  }

  programError({ message, where, stack }: ProgramFault): void {
    this.#write('error', { message, where, stack });
  }

  unsupported(name: string): void {
    this.#write('unsupported', { name });
  }

  rehearsed({ after, action }: Step): void {
    this.#write('rehearsal', { action, after });
  }

  end(summary: RunSummary): void {
    this.#write('summary', { ...summary, time: rounded(summary.time) });
  }

  #write(type: string, fields: Readonly<Record<string, unknown>>): void {
    this.#io.stdout.write(`${jsonLine({ type, ...fields })}\n`);
  }
}

/** To microseconds: what is finer says nothing. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
