import type { SimulatedCall } from '@minigate/runtime/simulator/protocol';
import { type Call, callOf } from '../../../src/simulator/model/call.ts';

const noPhases = { queue: 0, dns: 0, connect: 0, tls: 0, wait: 0, download: 0 };

/** A call that was answered with 200 after 100 ms, except for what is said. */
export function row(change: Partial<SimulatedCall> = {}): SimulatedCall {
  const { id = 1 } = change;
  return { ...begun(id), state: 'settled', outcome: 'success', status: 200, settledAt: 1100 + id, ...change };
}

function begun(id: number): SimulatedCall {
  return {
    id,
    api: 'request',
    url: `https://api.example.test/calls/${id}`,
    method: 'GET',
    state: 'running',
    refused: false,
    wouldFail: false,
    mimeType: 'application/json',
    bytes: 10,
    calledAt: 1000 + id,
    phases: noPhases,
    redirects: 0,
    reused: false,
  };
}

export function call(change: Partial<SimulatedCall> = {}, run = 1): Call {
  return callOf(run, row(change));
}

/** A call without its ending. */
export function underWay(change: Partial<SimulatedCall> = {}): Call {
  return callOf(1, { ...begun(change.id ?? 1), ...change });
}
