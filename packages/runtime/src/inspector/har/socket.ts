import type { Entry, EntryMessage } from '../protocol.ts';
import { base64 } from './body.ts';
import type { HarEntry, HarSocketMessage } from './format.ts';

/** What went over a socket, as Chrome's developer tools write it; nothing for every other call. */
export function socketOf({
  api,
  socket,
}: Entry): Pick<HarEntry, 'comment' | '_resourceType' | '_webSocketMessages'> {
  if (api !== 'connectSocket') return {};
  const messages = socket?.messages ?? [];
  const all = (socket?.sent.messages ?? 0) + (socket?.received.messages ?? 0);
  const cut = messages.filter(({ data }) => data.cut).length;
  const remarks = [
    messages.length < all ? `The first ${messages.length} of ${all} messages.` : '',
    cut > 0 ? `Cut: ${cut} of the messages.` : '',
  ].filter((remark) => remark !== '');
  return {
    ...(remarks.length === 0 ? undefined : { comment: remarks.join(' ') }),
    _resourceType: 'websocket',
    _webSocketMessages: messages.map(messageOf),
  };
}

function messageOf({ time, direction, data: { content } }: EntryMessage): HarSocketMessage {
  const type = direction === 'out' ? 'send' : 'receive';
  return typeof content === 'string'
    ? { type, time: time / 1000, opcode: 1, data: content }
    : { type, time: time / 1000, opcode: 2, data: base64(content) };
}
