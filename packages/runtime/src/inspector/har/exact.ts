import type { Entry, EntryHop, EntrySocket, RecordedBody, RecordedHeaders } from '../protocol.ts';
import type { HarBodyShape, HarCall, HarExact } from './format.ts';

/** What a reader needs beside HAR's own fields to make the same entry again. */
export function exactOf(entry: Entry, hop: EntryHop, last: boolean, secrets: boolean): HarExact {
  const { decision, request, response, timing } = hop;
  return {
    ...(!secrets && { redacted: true }),
    ...(decision?.target && { target: decision.target }),
    ...(decision?.nearest && { nearest: decision.nearest }),
    ...(request && {
      request: {
        time: request.time,
        ...headersShape(request.headers),
        ...(request.body && { body: shapeOf(request.body) }),
        ...(request.streamedBytes !== undefined && { streamedBytes: request.streamedBytes }),
      },
    }),
    ...(response && { response: { time: response.time, ...headersShape(response.headers) } }),
    ...(timing && { timing: { ...timing } }),
    ...(last && { call: callOf(entry) }),
  };
}

function callOf(entry: Entry): HarCall {
  const { url, method, calledAt, state, waited, settledAt, hops, bodyBytes, body, reading, socket } = entry;
  return {
    url,
    method,
    calledAt,
    state,
    waited,
    ...(settledAt !== undefined && { settledAt }),
    hops: hops.length,
    bodyBytes,
    ...(body && { body: shapeOf(body) }),
    ...(reading && { readingSource: reading.source }),
    ...(socket && socketShape(socket)),
  };
}

function socketShape({ openedAt, messages }: EntrySocket): Pick<HarCall, 'openedAt' | 'messages'> {
  return {
    ...(openedAt !== undefined && { openedAt }),
    messages: messages.map(({ time, data }) => [time, data.length, data.cut ? 1 : 0]),
  };
}

function shapeOf({ content, length, cut }: RecordedBody): HarBodyShape {
  return { kind: typeof content === 'string' ? 'text' : 'bytes', length, ...(cut && { cut }) };
}

function headersShape({ cut }: RecordedHeaders): { headersCut?: true } {
  return cut ? { headersCut: cut } : {};
}
