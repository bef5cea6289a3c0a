import type { CallException, HeaderBag, HeadersEvent, Profile } from './api.ts';
import type { Exchange } from './exchange.ts';
import { cookiesOf, toHeaderBag } from './headers.ts';
import { buildProfile } from './profile.ts';
import type { Task } from './task.ts';
import type { WireHead } from './transport/transport.ts';

/** What every successful call tells of its answer, whatever the status. Rules 13 and 15. */
interface AnswerDescription {
  statusCode: number;
  header: HeaderBag;
  cookies: string[];
  profile: Profile;
  exception: CallException;
  useHttpDNS: boolean;
  errMsg: string;
}

export function describeAnswer(task: Task, exchange: Exchange, head: WireHead): AnswerDescription {
  return {
    statusCode: head.status,
    header: toHeaderBag(head.headers),
    cookies: cookiesOf(head.headers),
    profile: buildProfile({
      invokeStart: task.invokeStart,
      queueStart: task.queueStart,
      queueEnd: task.queueEnd,
      hops: exchange.timings,
      sameDomain: exchange.sameDomain,
      secure: exchange.secure,
      port: exchange.port,
      protocol: head.protocol,
    }),
    exception: { retryCount: 0, reasons: [] },
    useHttpDNS: false,
    errMsg: `${task.api}:ok`,
  };
}

export function headersEvent(head: WireHead): HeadersEvent {
  return { header: toHeaderBag(head.headers), statusCode: head.status, cookies: cookiesOf(head.headers) };
}
