import type { NetworkEvents } from '@minigate/network';
import type { EntryMessage, EntrySocket } from './protocol.ts';
import { overhead, type RecordingBudget } from './recording-budget.ts';

type SocketEvent = NetworkEvents['socket'];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface GrowingSocket extends Omit<Mutable<EntrySocket>, 'sent' | 'received' | 'messages'> {
  readonly sent: Mutable<EntrySocket['sent']>;
  readonly received: Mutable<EntrySocket['received']>;
  readonly messages: EntryMessage[];
}

/** One socket being recorded, from its handshake to its end. */
export class SocketRecording {
  readonly socket: GrowingSocket = {
    sent: { messages: 0, bytes: 0 },
    received: { messages: 0, bytes: 0 },
    messages: [],
  };
  readonly #budget: RecordingBudget;

  constructor(budget: RecordingBudget) {
    this.#budget = budget;
  }

  open({ time }: Extract<SocketEvent, { kind: 'open' }>): void {
    this.socket.openedAt = time;
  }

  message({ id, time, direction, data, bytes }: Extract<SocketEvent, { kind: 'message' }>): void {
    const { sent, received, messages } = this.socket;
    const traffic = direction === 'out' ? sent : received;
    traffic.messages += 1;
    traffic.bytes += bytes;
    if (messages.length >= this.#budget.messages) return;
    this.#budget.count(id, overhead.message);
    messages.push({ time, direction, data: this.#budget.keepBody(id, data) });
  }

  close({ id, code, reason }: Extract<SocketEvent, { kind: 'close' }>): void {
    this.socket.close = { code, reason: this.#budget.keepText(id, reason) };
  }
}
