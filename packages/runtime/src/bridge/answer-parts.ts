import type { DownloadFileSuccess, RequestSuccess, UploadFileSuccess } from '@minigate/network';
import { type BodyKind, type Json, profileFields } from './protocol.ts';

type AnswerParts = [number, Json, Json, Json, Json];

/** What all answers have, as it crosses the bridge. */
export function answerParts(result: RequestSuccess | DownloadFileSuccess | UploadFileSuccess): AnswerParts {
  const { statusCode, header, cookies, profile, exception, useHttpDNS, errMsg } = result;
  const values = profileFields.map((field) => profile[field]);
  return [statusCode, header, cookies, values, json({ exception, useHttpDNS, errMsg })];
}

/** A C string ends at U+0000, so a text with one crosses as JSON. */
export function bodyParts(data: string | ArrayBuffer): { kind: BodyKind; body: string | ArrayBuffer } {
  if (typeof data !== 'string') return { kind: 'bytes', body: data };
  return data.includes('\0')
    ? { kind: 'text-in-json', body: JSON.stringify(data) }
    : { kind: 'text', body: data };
}

/** What the network gives out is plain data. */
export function json(value: object): Json {
  return value as unknown as Json;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
