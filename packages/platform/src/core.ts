import type { Logger } from 'pino';
import type { AuditLog } from './audit/audit-log.ts';
import type { Clock } from './clock.ts';
import type { Storage } from './database/storage.ts';
import type { Metrics } from './operations/metrics.ts';
import type { Surroundings } from './diagnostics/surroundings.ts';
import type { ServerKey } from './server-key.ts';
import type { Settings } from './settings.ts';

/** What every part of the platform stands on. */
export interface Core {
  readonly settings: Settings;
  /** The origin under which clients reach the platform, such as `https://minigate.example.com`; known once it listens. */
  readonly publicUrl: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly serverKey: ServerKey;
  readonly audit: AuditLog;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly surroundings: Surroundings;
}
