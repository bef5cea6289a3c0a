import type { Clock, WireSocket, WireSocketReceiver, WireSocketRequest, WireTiming } from '@minigate/network';
import { mockAddress, mockError } from './mock-exchange.ts';
import type { MockFault, MockRule } from './mock-rules.ts';
import { blankTiming } from '../inspector/blank-timing.ts';

/** A handshake that a rule refuses. */
export class MockSocket implements WireSocket {
  readonly timing: WireTiming = blankTiming();
  readonly #onOver: () => void;
  #unplan: () => void;

  constructor(
    { target }: WireSocketRequest,
    receiver: WireSocketReceiver,
    rule: MockRule & { readonly fault: MockFault },
    { clock, onOver }: { readonly clock: Clock; readonly onOver: () => void },
  ) {
    const { fault, delay = 0 } = rule;
    this.#onOver = onOver;
    this.timing.requestStart = this.timing.requestEnd = clock.now();
    this.#unplan = clock.after(0, () => {
      receiver.onAddress(mockAddress(rule, target.port));
      if (fault === 'timeout') return;
      this.#unplan = clock.after(delay, () => {
        onOver();
        receiver.onClose({ code: 1006, reason: '', error: mockError(rule, fault) });
      });
    });
  }

  send(): void {}

  close(): void {}

  resume(): void {}

  cancel(): void {
    this.#unplan();
    this.#onOver();
  }
}
