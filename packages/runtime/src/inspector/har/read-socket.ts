import type { EntryMessage, EntrySocket, RecordedBody, SocketTraffic } from '../protocol.ts';
import { type Fields, momentOf } from './fields.ts';
import { bytesOf } from './read-body.ts';

/** What went over the socket of an entry, and how it ended as far as the file says. */
export function readSocket(entry: Fields): EntrySocket {
  const detail = entry.fields('_minigate')?.fields('socket');
  const call = entry.fields('_minigate')?.fields('exact')?.fields('call');
  const shapes = call?.list('messages') ?? [];
  const messages = entry.objects('_webSocketMessages').map((message, i) => readMessage(message, shapes[i]));
  const openedAt = call?.moment('openedAt');
  const code = detail?.count('code');
  return {
    ...(openedAt !== undefined && { openedAt }),
    sent: readTraffic(detail?.fields('sent')) ?? trafficOf(messages, 'out'),
    received: readTraffic(detail?.fields('received')) ?? trafficOf(messages, 'in'),
    messages,
    ...(code !== undefined && { close: { code, reason: detail?.text('closeReason') ?? '' } }),
  };
}

function readMessage(message: Fields, shape: unknown): EntryMessage {
  const direction = message.text('type') === 'send' ? 'out' : 'in';
  const text = message.text('data') ?? '';
  const bytes = message.number('opcode') === 2 ? bytesOf(text) : undefined;
  const content = bytes ?? text;
  const [time, length, cut]: readonly unknown[] = Array.isArray(shape) ? shape : [];
  const data: RecordedBody = {
    content,
    length: typeof length === 'number' ? length : content.length,
    cut: cut === 1,
  };
  const seconds = message.number('time') ?? 0;
  return { time: momentOf(time) ?? momentOf(seconds * 1000) ?? 0, direction, data };
}

function readTraffic(fields: Fields | undefined): SocketTraffic | undefined {
  const messages = fields?.count('messages');
  const bytes = fields?.count('bytes');
  return messages === undefined || bytes === undefined ? undefined : { messages, bytes };
}

function trafficOf(messages: readonly EntryMessage[], direction: 'in' | 'out'): SocketTraffic {
  const own = messages.filter((message) => message.direction === direction);
  const bytes = own.reduce((sum, { data }) => sum + sizeOf(data), 0);
  return { messages: own.length, bytes };
}

function sizeOf({ content }: RecordedBody): number {
  return typeof content === 'string' ? new TextEncoder().encode(content).byteLength : content.byteLength;
}
