/** What a finding is about; what fails together is told together where only classes are told. */
export type CheckGroup = 'permission' | 'name' | 'reach' | 'tls' | 'certificate' | 'http';

interface CheckRow {
  readonly group: CheckGroup;
  /** For a line on a terminal or a page. */
  readonly title: string;
  readonly question: string;
}

/** Every check of a diagnosis, in the order in which they are told. docs/guide/diagnostics.md shows this table. */
export const checkTable = {
  'server-domain': {
    group: 'permission',
    title: 'server domain',
    question: 'May a mini program call it, by the policy at hand?',
  },
  name: { group: 'name', title: 'name', question: 'Does the host name have an address?' },
  address: {
    group: 'reach',
    title: 'address',
    question: 'Are all of its addresses globally routable?',
  },
  connect: { group: 'reach', title: 'connection', question: 'Does something accept TCP connections there?' },
  tls: { group: 'tls', title: 'TLS', question: 'Does it speak TLS, and with which version and cipher?' },
  'tls-versions': {
    group: 'tls',
    title: 'TLS versions',
    question: 'Does it speak TLS 1.2 and 1.3, and nothing older?',
  },
  'forward-secrecy': {
    group: 'tls',
    title: 'forward secrecy',
    question: 'Are keys agreed on with ECDHE, as iOS demands?',
  },
  'certificate-chain': {
    group: 'certificate',
    title: 'chain',
    question: 'Does the server send every intermediate certificate?',
  },
  'certificate-trust': {
    group: 'certificate',
    title: 'trust',
    question: 'Does the chain lead to a trusted authority?',
  },
  'certificate-name': {
    group: 'certificate',
    title: 'host name',
    question: 'Is the certificate for this host?',
  },
  'certificate-dates': {
    group: 'certificate',
    title: 'dates',
    question: 'Is every certificate in date, and for how many days?',
  },
  'certificate-lifetime': {
    group: 'certificate',
    title: 'lifetime',
    question: 'Is it valid for no longer than iOS accepts?',
  },
  'certificate-key': {
    group: 'certificate',
    title: 'key',
    question: 'Is the key RSA of 2048 bits or elliptic of 256 bits, or longer?',
  },
  'certificate-signature': {
    group: 'certificate',
    title: 'signature',
    question: 'Are the certificates signed with SHA-256 or better?',
  },
  'certificate-transparency': {
    group: 'certificate',
    title: 'transparency',
    question: 'Does the certificate carry proofs that it was logged?',
  },
  http: { group: 'http', title: 'HTTP', question: 'Does it answer a GET, and with which status?' },
  redirects: {
    group: 'http',
    title: 'redirects',
    question: 'Does every redirect stay on what the policy permits?',
  },
  charset: {
    group: 'http',
    title: 'charset',
    question: 'Is the text in the charset that is declared, without a byte order mark?',
  },
  compression: { group: 'http', title: 'compression', question: 'Is text compressed?' },
  http2: { group: 'http', title: 'HTTP/2', question: 'Does it offer HTTP/2?' },
} as const satisfies Record<string, CheckRow>;

export type CheckId = keyof typeof checkTable;
