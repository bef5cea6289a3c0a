import type { ErrorRow } from './error-row.ts';

/** Calls that are no transfers. Rule 21. */
export const platformErrors = {
  NOT_SUPPORTED: {
    errno: 100,
    text: 'not supported',
    fault: 'host',
    fix: 'Minigate does not have this call of the platform.',
  },
  DISCOVERY_TYPE_INVALID: {
    errno: 1001,
    text: 'invalid param',
    fault: 'program',
    fix: 'Give `serviceType` a service type such as `_http._tcp.`.',
  },
  DISCOVERY_RUNNING: {
    errno: 600004,
    text: 'scan task already exist',
    fault: 'program',
    fix: 'One search runs already. Stop it, or wait for onLocalServiceDiscoveryStop.',
  },
  DISCOVERY_NOT_RUNNING: {
    errno: 600004,
    text: 'task not found',
    fault: 'program',
    fix: 'No search is running; it may have stopped by itself.',
  },
  DISCOVERY_FAILED: {
    errno: 606101,
    text: 'mdns resolve system error',
    fault: 'host',
    fix: 'The system does not let multicast DNS be used: there may be no local network, or the port is taken.',
  },
} as const satisfies Record<string, ErrorRow>;
