import { type Api, type Decision, decide, type RedirectBase, reasons, type Target } from '@minigate/policy';
import { checkConnection } from './connection.ts';
import type { Engine } from './engine.ts';
import { NetworkError } from './errors.ts';
import { networkLimits } from './limits.ts';
import type { GuardMode } from './transport/transport.ts';

/** A URL that may be dialled, and how the address guard treats the dialling. */
export interface Admission {
  readonly target: Target;
  readonly guard: GuardMode;
  /** Whether it may be dialled in production too: debugging mode lets others pass. */
  readonly permitted: boolean;
}

/**
 * Stop 4 of a call: its lifecycle, then its URL, judged by the policy in force. Redirects come here again,
 * with the hop whose answer redirected as `base`. Rules 1 to 8 and 11.
 *
 * @throws NetworkError INTERRUPTED in the background, NO_POLICY without a policy, INVALID_URL or
 * NOT_IN_DOMAIN_LIST for an enforced deny, DISCONNECTED without a connection
 */
export function admit(
  engine: Engine,
  call: { id: number; api: Api },
  url: string,
  hop: number,
  base?: RedirectBase,
): Admission {
  if (hop === 0 && !engine.lifecycle.admits) {
    const detail =
      engine.lifecycle.state === 'closed'
        ? 'The network is closed.'
        : 'The mini program is in the background; calls can be made again when it is shown.';
    throw new NetworkError('INTERRUPTED', { detail });
  }
  const { profile, debugging, interfaces } = engine;
  const decision = decide(engine.policy.require(), call.api, url, { profile, debugging, interfaces, base });
  if (engine.events.watched('decision')) {
    engine.events.emit('decision', { id: call.id, hop, url, decision, time: engine.now() });
  }
  if (decision.verdict === 'deny' && decision.enforced) throw refusal(decision, url, hop);
  if (decision.target === undefined) throw refusal(decision, url, hop);
  checkConnection(engine);
  const permitted = decision.verdict === 'allow';
  return { target: decision.target, guard: guardFor(decision, debugging), permitted };
}

function guardFor(decision: Decision, debugging: boolean): GuardMode {
  if (debugging) return 'report';
  return decision.reason === 'LAN_ADDRESS' ? 'lan' : 'enforce';
}

/** A redirect's Location is not the program's own text: it is not said again. */
function refusal(decision: Decision, url: string, hop: number): NetworkError {
  const detail = decision.suggestion ? `${decision.message} ${decision.suggestion}` : decision.message;
  if (hop === 0 && reasons[decision.reason].kind === 'malformed') {
    return new NetworkError('INVALID_URL', {
      text: `invalid url "${url.slice(0, networkLimits.quotedUrl)}"`,
      detail,
    });
  }
  return new NetworkError('NOT_IN_DOMAIN_LIST', { detail });
}
