import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../src/console/api/api-problem.ts';
import { createCall } from '../../src/console/api/call.ts';
import { SessionGate } from '../../src/console/api/session-gate.ts';

const problem = new ApiProblem('NOT_SIGNED_IN', 'Nobody is signed in.');

describe('the gate of calls whose session has ended', () => {
  it('is shut from the first of them until somebody signs in, which lets all go on', async () => {
    const gate = new SessionGate();
    const states: boolean[] = [];
    gate.subscribe(() => states.push(gate.isShut()));
    const both = [gate.pass(gate.ticket, problem), gate.pass(gate.ticket, problem)];
    gate.signedIn('us1');
    await Promise.all(both);
    expect(states).toEqual([true, false]);
  });

  it('lets all of them fail where somebody gives up', async () => {
    const gate = new SessionGate();
    const both = [gate.pass(gate.ticket, problem), gate.pass(gate.ticket, problem)];
    gate.giveUp();
    await expect(both[0]).rejects.toBe(problem);
    await expect(both[1]).rejects.toBe(problem);
    expect(gate.isShut()).toBe(false);
  });

  it('does not shut again for a call that began before the last sign-in', async () => {
    const gate = new SessionGate();
    gate.signedIn('us1');
    const { ticket } = gate;
    gate.signedIn('us1');
    await gate.pass(ticket, problem);
    expect(gate.isShut()).toBe(false);
  });

  it('lets the calls of one person fail where another one signs in', async () => {
    const gate = new SessionGate();
    gate.signedIn('us1');
    const asked = gate.pass(gate.ticket, problem);
    gate.signedIn('us2');
    await expect(asked).rejects.toBe(problem);
    expect(gate.isShut()).toBe(false);
  });

  it('does not wait for one who has left, nor go on with that call after another one signs in', async () => {
    const gate = new SessionGate();
    gate.signedIn('us1');
    const { ticket } = gate;
    gate.signedOut();
    await expect(gate.pass(ticket, problem)).rejects.toBe(problem);
    gate.signedIn('us2');
    await expect(gate.pass(ticket, problem)).rejects.toBe(problem);
    expect(gate.isShut()).toBe(false);
  });
});

describe('a call', () => {
  it('says that the platform cannot be reached', async () => {
    const call = createCall(() => Promise.reject(new TypeError('fetch failed')));
    await expect(call('GET', '/console/v1/teams')).rejects.toMatchObject({ code: 'OFFLINE' });
  });

  it('says so where what answers is no platform', async () => {
    const call = createCall(async () => new Response('<html>', { status: 502 }));
    await expect(call('GET', '/console/v1/teams')).rejects.toMatchObject({ code: 'UNREADABLE', status: 502 });
  });

  it('does not go on after a sign-in where it was given up meanwhile', async () => {
    const gate = new SessionGate();
    const giveUp = new AbortController();
    let count = 0;
    const answer = { error: { code: 'NOT_SIGNED_IN', message: 'No.', details: {}, requestId: 'rq1' } };
    const call = createCall(async () => {
      count += 1;
      return new Response(JSON.stringify(answer), { status: 401 });
    }, gate);
    const shut = new Promise<void>((resolve) => {
      gate.subscribe(() => resolve());
    });
    const asked = call('GET', '/console/v1/teams', undefined, giveUp.signal);
    await shut;
    giveUp.abort();
    gate.signedIn('us1');
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect(count).toBe(1);
  });
});
