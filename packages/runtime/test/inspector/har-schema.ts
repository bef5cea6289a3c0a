import { createRequire } from 'node:module';
import { isIPv4, isIPv6 } from 'node:net';
import { Ajv, type AnySchemaObject } from 'ajv';

/** RFC 3986, section 3: a scheme, and no character that would have to be encoded. */
const uri =
  /^[a-z][a-z0-9+.-]*:(?:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?)?(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?$/i;

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

const require = createRequire(import.meta.url);
const draft: AnySchemaObject = require('ajv/dist/refs/json-schema-draft-06.json');
const schemas: Record<string, AnySchemaObject> = require('har-schema');

const ajv = new Ajv({
  strict: false,
  formats: { uri, 'date-time': dateTime, ipv4: isIPv4, ipv6: isIPv6 },
});
ajv.addMetaSchema(draft);
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

interface Timed {
  readonly time: number;
  readonly timings: Readonly<
    Record<'blocked' | 'dns' | 'connect' | 'ssl' | 'send' | 'wait' | 'receive', number>
  >;
}

/** What the HAR 1.2 schema finds wrong, and what the specification demands beyond it; nothing if it is valid. */
export function harFaults(value: unknown): string[] {
  const validate = ajv.getSchema('har.json#');
  if (validate === undefined) return ['There is no schema.'];
  if (validate(value) !== true)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const { log } = value as { log: { entries: Timed[] } };
  return log.entries.flatMap(timingFaults);
}

/** The time is the sum of the timings that happened; `ssl` is a part of `connect`. */
function timingFaults({ time, timings }: Timed, index: number): string[] {
  const { ssl, ...phases } = timings;
  const sum = Object.values(phases).reduce((total, phase) => total + Math.max(0, phase), 0);
  return [
    ...(Math.abs(sum - time) > 0.01
      ? [`/log/entries/${index}/time is ${time}, its timings give ${sum}`]
      : []),
    ...(ssl > timings.connect ? [`/log/entries/${index}/timings/ssl is longer than connect`] : []),
  ];
}
