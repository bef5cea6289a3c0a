import type { NetworkErrorCode, TextReading } from '@minigate/network';
import { apis } from '@minigate/policy';
import type { Entry, EntryError, EntryHop, HopRequest, HopResponse } from '../protocol.ts';
import type { Fields } from './fields.ts';
import { shapedBody } from './read-body.ts';
import { readAddress, readDecision } from './read-decision.ts';
import { readRequestHeaders, readResponseHeaders } from './read-headers.ts';
import { readProfile } from './read-profile.ts';
import { readProtocol } from './read-foreign.ts';
import { readSocket } from './read-socket.ts';
import { exactTiming } from './read-timing.ts';

/** One HAR entry that Minigate wrote: a hop, and at its last hop the call. */
export interface OwnEntry {
  /** The number of the call. */
  readonly call: number;
  readonly hop: EntryHop;
  /** At the last hop: the call, whose hops are those before and this one. */
  readonly finish?: (hops: readonly EntryHop[]) => Entry;
}

/** Undefined where Minigate's own fields are missing or broken: then it is read as anybody's. */
export function readOwn(har: Fields): OwnEntry | undefined {
  const detail = har.fields('_minigate');
  const exact = detail?.fields('exact');
  const call = detail?.count('call');
  const number = detail?.count('hop');
  const url = detail?.text('url');
  if (detail === undefined || exact === undefined || url === undefined) return undefined;
  if (call === undefined || number === undefined) return undefined;
  const decision = readDecision(detail, exact);
  const request = requestOf(har, exact);
  const response = responseOf(har, exact);
  const address = readAddress(detail);
  const mock = detail.text('mock');
  const timing = exactTiming(exact.fields('timing'));
  const hop: EntryHop = {
    hop: number,
    url,
    ...(decision && { decision }),
    ...(request && { request }),
    ...(address && { address }),
    ...(mock !== undefined && { mock }),
    ...(response && { response }),
    ...(timing && { timing }),
  };
  const ending = exact.fields('call');
  if (ending === undefined) return { call, hop };
  const api = detail.oneOf('api', apis);
  const state = ending.oneOf('state', ['called', 'waiting', 'running', 'settled']);
  const calledAt = ending.moment('calledAt');
  if (api === undefined || state === undefined || calledAt === undefined) return undefined;
  const body = bodyOf(har, ending);
  const source = detail.text('source');
  const settledAt = ending.moment('settledAt');
  const errMsg = detail.text('errMsg');
  const error = errorOf(detail);
  const reading = readingOf(detail, ending);
  const profile = readProfile(detail);
  const outcome = detail.oneOf('outcome', ['success', 'fail']);
  return {
    call,
    hop,
    finish: (hops) => ({
      id: call,
      api,
      url: ending.text('url') ?? url,
      method: ending.text('method') ?? '',
      ...(source !== undefined && { source }),
      calledAt,
      state,
      waited: ending.number('waited') ?? 0,
      hops: ending.number('hops') === 0 ? [] : hops,
      ...(settledAt !== undefined && { settledAt }),
      ...(outcome !== undefined && { outcome }),
      ...(errMsg !== undefined && { errMsg }),
      ...(error && { error }),
      ...(body && { body }),
      bodyBytes: ending.number('bodyBytes') ?? 0,
      ...(reading && { reading }),
      ...(profile && { profile }),
      ...(detail.fields('socket') && { socket: readSocket(har) }),
    }),
  };
}

function requestOf(har: Fields, detail: Fields): HopRequest | undefined {
  const request = har.fields('request');
  const exact = detail.fields('request');
  if (exact === undefined || request === undefined) return undefined;
  const posted = request.fields('postData');
  const shape = exact.fields('body');
  const body = shape && shapedBody(posted?.text('text') ?? '', posted?.text('_encoding') === 'base64', shape);
  const streamedBytes = exact.count('streamedBytes');
  return {
    time: exact.moment('time') ?? 0,
    method: request.text('method') ?? '',
    headers: readRequestHeaders(request, howHeaders(exact, detail)),
    ...(body && { body }),
    ...(streamedBytes !== undefined && { streamedBytes }),
  };
}

function responseOf(har: Fields, detail: Fields): HopResponse | undefined {
  const response = har.fields('response');
  const exact = detail.fields('response');
  if (exact === undefined || response === undefined) return undefined;
  return {
    time: exact.moment('time') ?? 0,
    status: response.count('status') ?? 0,
    protocol: readProtocol(response),
    headers: readResponseHeaders(response, howHeaders(exact, detail)),
  };
}

function howHeaders(message: Fields, detail: Fields): { cut: boolean; redacted: boolean } {
  return { cut: message.flag('headersCut') ?? false, redacted: detail.flag('redacted') ?? false };
}

function bodyOf(har: Fields, ending: Fields): Entry['body'] {
  const content = har.fields('response')?.fields('content');
  const shape = ending.fields('body');
  return shape && shapedBody(content?.text('text') ?? '', content?.text('encoding') === 'base64', shape);
}

function errorOf(detail: Fields): EntryError | undefined {
  const code = detail.text('code') ?? '';
  const told = detail.text('detail');
  if (!isErrorCode(code)) return undefined;
  return {
    code,
    errno: detail.number('errno') ?? 0,
    fix: detail.text('fix') ?? '',
    ...(told !== undefined && { detail: told }),
  };
}

/** By its form: a file of a later version may have one that is not known here. */
function isErrorCode(text: string): text is NetworkErrorCode {
  return /^[A-Z][A-Z0-9_]{0,63}$/.test(text);
}

function readingOf(detail: Fields, ending: Fields): TextReading | undefined {
  const charset = detail.text('charset');
  const source = ending.oneOf('readingSource', ['byte-order-mark', 'declared', 'utf-8', 'detected']);
  if (charset === undefined || source === undefined) return undefined;
  return {
    charset,
    source,
    byteOrderMarkRemoved: detail.flag('byteOrderMarkRemoved') ?? false,
    replaced: detail.flag('replaced') ?? false,
  };
}
