import type { AccelerationEvent } from '@minigate/network';
import type { AccelerationHappening } from './protocol.ts';

type Error = Extract<AccelerationEvent, { kind: 'failure' }>['error'];

/**
 * What a page tells of an event of domain acceleration; `undefined` for one that is no news.
 *
 * @param chosen the server of the choice before
 */
export function happeningOf(
  event: AccelerationEvent,
  chosen: string | undefined,
): AccelerationHappening | undefined {
  const when = { time: Math.round(event.time), network: event.network };
  switch (event.kind) {
    case 'choice':
      if (event.candidate === chosen) return undefined;
      return {
        ...when,
        kind: event.reason === 'fallback' ? 'fallback' : 'chosen',
        candidate: event.candidate,
        reason: event.reason,
      };
    case 'attempt':
      if (event.why === 'chosen') return undefined;
      return { ...when, kind: kinds[event.why], candidate: event.candidate, reason: event.why };
    case 'failure':
    case 'ejection': {
      const kind = event.kind === 'failure' ? 'failed' : 'ejected';
      return { ...when, kind, candidate: event.candidate, reason: event.why, ...detailOf(event.error) };
    }
    case 'return':
      return { ...when, kind: 'returned', candidate: event.candidate };
    case 'panic':
      return { ...when, kind: event.on ? 'panic' : 'calm' };
    case 'probe':
      return { ...when, kind: 'probe', candidate: event.candidate };
    case 'memory':
      return { ...when, kind: event.outcome === 'read' ? 'remembered' : 'unkept', detail: event.detail };
    // What the others are about is told by the choice, the attempt or the chart.
    default:
      return undefined;
  }
}

const kinds = { 'connected-first': 'chosen', repeated: 'repeated', late: 'late' } as const;

function detailOf(error: Error): { detail?: string } {
  return error === undefined ? {} : { detail: `${error.message}. ${error.fix}` };
}
