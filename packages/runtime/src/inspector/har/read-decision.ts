import type { DialledAddress } from '@minigate/network';
import {
  type AllowReason,
  type Decision,
  type DenyReason,
  reasons,
  type ServerDomain,
  type Target,
} from '@minigate/policy';
import type { Fields } from './fields.ts';

/** The judgement of a hop; undefined where there was none, or none that can be understood. */
export function readDecision(detail: Fields, exact: Fields): Decision | undefined {
  const verdict = detail.oneOf('verdict', ['allow', 'deny']);
  const reason = detail.text('reason') ?? '';
  const message = detail.text('message') ?? '';
  const target = readTarget(exact.fields('target'));
  if (verdict === 'allow') {
    if (target === undefined || !isAllowReason(reason)) return undefined;
    return { verdict, enforced: true, reason, message, target };
  }
  if (verdict === undefined || !isDenyReason(reason)) return undefined;
  const nearest = readDomain(exact.fields('nearest'));
  return {
    verdict,
    enforced: detail.flag('enforced') ?? true,
    reason,
    message,
    suggestion: detail.text('suggestion') ?? '',
    ...(nearest && { nearest }),
    ...(target && { target }),
  };
}

/** The address that was dialled, or refused. */
export function readAddress(detail: Fields): DialledAddress | undefined {
  const found = detail.fields('address');
  const verdict = found?.oneOf('verdict', ['allow', 'deny']);
  if (found === undefined || verdict === undefined) return undefined;
  return {
    address: found.text('address') ?? '',
    port: found.count('port') ?? 0,
    addressClass: found.text('class') ?? '',
    verdict,
    enforced: found.flag('enforced') ?? true,
  };
}

function readTarget(fields: Fields | undefined): Target | undefined {
  const scheme = fields?.oneOf('scheme', ['https', 'http', 'wss', 'ws']);
  const hostname = fields?.text('hostname');
  const port = fields?.count('port');
  const authority = fields?.text('authority');
  const path = fields?.text('path');
  if (scheme === undefined || hostname === undefined || port === undefined) return undefined;
  if (authority === undefined || path === undefined) return undefined;
  return { scheme, hostname, port, explicitPort: fields?.text('explicitPort'), authority, path };
}

function readDomain(fields: Fields | undefined): ServerDomain | undefined {
  const text = fields?.text('text');
  const scheme = fields?.oneOf('scheme', ['https', 'wss']);
  const hostname = fields?.text('hostname');
  if (text === undefined || scheme === undefined || hostname === undefined) return undefined;
  return { text, scheme, hostname, port: fields?.count('port') };
}

function isAllowReason(text: string): text is AllowReason {
  return kindOf(text) === 'allowed';
}

function isDenyReason(text: string): text is DenyReason {
  const kind = kindOf(text);
  return kind === 'malformed' || kind === 'refused';
}

function kindOf(reason: string): string | undefined {
  return Object.entries(reasons).find(([code]) => code === reason)?.[1].kind;
}
