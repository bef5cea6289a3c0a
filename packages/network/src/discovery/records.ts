import type { ResponsePacket } from 'multicast-dns';

/** A list of services has this one. */
interface PointerRecord {
  readonly type: 'PTR';
  readonly name: string;
  readonly instance: string;
  readonly ttl: number;
}

/** Where a service listens. */
interface ServiceRecord {
  readonly type: 'SRV';
  readonly name: string;
  readonly target: string;
  readonly port: number;
  readonly ttl: number;
}

/** An address of a host, IPv4 or IPv6. */
interface AddressRecord {
  readonly type: 'A';
  readonly name: string;
  readonly address: string;
  readonly ttl: number;
}

export type DiscoveryRecord = PointerRecord | ServiceRecord | AddressRecord;

type Answers = Pick<ResponsePacket, 'answers' | 'additionals'>;

/** So many records of one packet are read. */
const recordsRead = 256;

const order = { PTR: 0, SRV: 1, A: 2 };

/**
 * The records of an answer that a search needs: first the lists, then the services, then the addresses, so
 * that each finds what it belongs to. Everything else is left out. `ttl` is in milliseconds; 0 says goodbye.
 */
export function recordsOf({ answers, additionals }: Answers): DiscoveryRecord[] {
  return [...answers, ...additionals]
    .slice(0, recordsRead)
    .flatMap((answer) => recordOf(answer) ?? [])
    .sort((one, other) => order[one.type] - order[other.type]);
}

function recordOf(answer: Answers['answers'][number]): DiscoveryRecord | undefined {
  if (!('ttl' in answer) || typeof answer.ttl !== 'number' || answer.class !== 'IN') return undefined;
  const { name } = answer;
  const ttl = answer.ttl * 1000;
  switch (answer.type) {
    case 'PTR':
      return { type: 'PTR', name, instance: answer.data, ttl };
    case 'SRV': {
      const { target, port } = answer.data;
      return port > 0 ? { type: 'SRV', name, target, port, ttl } : undefined;
    }
    case 'A':
    case 'AAAA':
      return { type: 'A', name, address: answer.data, ttl };
    default:
      return undefined;
  }
}
