import type { GuestMessage } from '../bridge/protocol.ts';
import { encode } from './encode.ts';

/** What the worker gives the guest code: functions that take data and give data. */
export interface Host {
  /** Hands a message to the host; the program stands still while the host is behind. */
  send(text: string, bytes?: ArrayBuffer): void;
  /** Milliseconds on a clock that is never put back. */
  clock(): number;
  /** Whether the program has taken all the memory that there is. */
  full(): boolean;
  /** The program's file that `request` means in a file of the folder `from`; empty where there is none. */
  resolve(from: string, request: string): string;
  /** A script as a function of exports, require and module; the text of a JSON file. Throws its SyntaxError. */
  load(path: string): unknown;
}

/** Sends a message. */
export function post(host: Host, message: GuestMessage): void {
  host.send(encode(message));
}
