import type { NetworkEvents } from '@minigate/network';
import type { HopAcceleration, HopAttempt } from './protocol.ts';

type Growing<T> = { -readonly [K in keyof T]: T[K] };

/** The servers of one hop being recorded. Their number is bounded by the policy. */
export class AccelerationRecording {
  readonly acceleration: Growing<Omit<HopAcceleration, 'attempts'>> & { attempts: Growing<HopAttempt>[] };

  constructor({ candidate, reason, panic }: Extract<NetworkEvents['acceleration'], { kind: 'choice' }>) {
    this.acceleration = { chosen: candidate, reason, panic, attempts: [] };
  }

  add(event: NetworkEvents['acceleration']): void {
    const { attempts } = this.acceleration;
    if (event.kind === 'attempt') {
      const { time, candidate, why } = event;
      attempts.push({ time, candidate, why });
    } else if (event.kind === 'answer') {
      this.acceleration.answeredBy = event.candidate;
    } else if (event.kind === 'failure') {
      const { time, candidate, why, error } = event;
      const detail = error?.detail;
      const failure = { time, why, ...(detail !== undefined && { detail }) };
      const attempt = attempts.findLast((one) => one.candidate === candidate && one.failure === undefined);
      if (attempt === undefined) attempts.push({ time, candidate, why: 'connecting', failure });
      else attempt.failure = failure;
    }
  }
}
