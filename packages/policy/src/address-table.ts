/** What an address is for. Only `global` ones are globally routable. */
export type AddressClass =
  | 'global'
  | 'private'
  | 'uniqueLocal'
  | 'loopback'
  | 'linkLocal'
  | 'metadata'
  | 'carrierGradeNat'
  | 'multicast'
  | 'broadcast'
  | 'unspecified'
  | 'reserved'
  | 'invalid';

type Row = readonly [range: string, addressClass: AddressClass];

/**
 * IPv4 ranges that are not globally routable; the first row that holds an address decides. From the IANA
 * IPv4 Special-Purpose Address Registry (RFC 6890) and the addresses at which clouds serve credentials.
 */
export const ipv4Table: readonly Row[] = [
  ['169.254.169.254/32', 'metadata'],
  ['169.254.170.2/32', 'metadata'],
  ['169.254.170.23/32', 'metadata'],
  ['100.100.100.200/32', 'metadata'],
  ['168.63.129.16/32', 'metadata'],
  ['192.0.0.192/32', 'metadata'],
  ['169.254.0.0/16', 'linkLocal'],
  ['0.0.0.0/32', 'unspecified'],
  ['0.0.0.0/8', 'reserved'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'carrierGradeNat'],
  ['127.0.0.0/8', 'loopback'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'reserved'],
  ['192.88.99.0/24', 'reserved'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'reserved'],
  ['198.51.100.0/24', 'reserved'],
  ['203.0.113.0/24', 'reserved'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'broadcast'],
  ['240.0.0.0/4', 'reserved'],
];

/**
 * IPv6 ranges, read the same way. What no row holds is global inside 2000::/3 and reserved outside it.
 * From the IANA IPv6 Special-Purpose Address Registry (RFC 6890) and RFC 4291.
 */
export const ipv6Table: readonly Row[] = [
  ['fd00:ec2::254/128', 'metadata'],
  ['fd00:ec2::23/128', 'metadata'],
  ['fd20:ce::254/128', 'metadata'],
  ['fd00:42::42/128', 'metadata'],
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['fe80::/10', 'linkLocal'],
  ['fec0::/10', 'private'],
  ['fc00::/7', 'uniqueLocal'],
  ['ff00::/8', 'multicast'],
  ['2001::/23', 'reserved'],
  ['2001:db8::/32', 'reserved'],
  ['3fff::/20', 'reserved'],
  ['2000::/3', 'global'],
];

/** How an IPv6 range carries IPv4 addresses. */
export interface Embedding {
  readonly range: string;
  /** Where the four bytes of each address stand. */
  readonly bytes: readonly (readonly [number, number, number, number])[];
  /** The bytes of the last address are stored inverted. */
  readonly inverted?: boolean;
  /** The address inside is what is reached in the end; otherwise the range itself leads nowhere public. */
  readonly transparent: boolean;
}

const last = [12, 13, 14, 15] as const;

export const embeddings: readonly Embedding[] = [
  // Mapped, RFC 4291
  { range: '::ffff:0:0/96', bytes: [last], transparent: true },
  // NAT64, RFC 6052
  { range: '64:ff9b::/96', bytes: [last], transparent: true },
  // NAT64 of one network, RFC 8215, with the address behind the /48 or at the end
  { range: '64:ff9b:1::/48', bytes: [last, [6, 7, 9, 10]], transparent: false },
  // 6to4, RFC 3056
  { range: '2002::/16', bytes: [[2, 3, 4, 5]], transparent: true },
  // Teredo, RFC 4380: its server, and its client inverted
  { range: '2001::/32', bytes: [[4, 5, 6, 7], last], inverted: true, transparent: true },
  // IPv4-compatible, RFC 4291, and IPv4-translated, RFC 2765
  { range: '::/96', bytes: [last], transparent: false },
  { range: '::ffff:0:0:0/96', bytes: [last], transparent: false },
];
