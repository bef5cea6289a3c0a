import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from './settings.ts';

/** Whatever has one of these names is never written to the log, wherever it stands. */
const secretNames = [
  'password',
  'secret',
  'appSecret',
  'access_token',
  'accessToken',
  'token',
  'authorization',
  'cookie',
  'set-cookie',
  'client_secret',
];

/** The log of the platform: one JSON object a line. */
export function createLog({ logLevel }: Settings, destination?: DestinationStream): Logger {
  const paths = secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const options: pino.LoggerOptions = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
