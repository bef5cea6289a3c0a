import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/errors.ts';
import { toWireError } from '../../src/transport/wire-errors.ts';

const endpoint = 'api.example.test:443';
const systemError = (code: string) =>
  Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });

describe('what the operating system says of a connection', () => {
  it.each([
    ['ECONNREFUSED', 'CONNECTION_REFUSED'],
    ['ECONNRESET', 'CONNECTION_RESET'],
    ['ETIMEDOUT', 'CONNECTION_TIMED_OUT'],
    ['EHOSTUNREACH', 'ADDRESS_UNREACHABLE'],
    ['ENETUNREACH', 'ADDRESS_UNREACHABLE'],
    ['EHOSTDOWN', 'ADDRESS_UNREACHABLE'],
    ['ENETDOWN', 'ADDRESS_UNREACHABLE'],
    ['EACCES', 'ADDRESS_UNREACHABLE'],
    ['EPERM', 'ADDRESS_UNREACHABLE'],
    ['EADDRNOTAVAIL', 'ADDRESS_UNREACHABLE'],
    ['ECONNABORTED', 'CONNECTION_ABORTED'],
    ['EMFILE', 'CONNECTION_ABORTED'],
    ['ENFILE', 'CONNECTION_ABORTED'],
    ['ENOBUFS', 'CONNECTION_ABORTED'],
    ['EPIPE', 'CONNECTION_CLOSED'],
  ])('%s is %s', (code, expected) => {
    const cause = systemError(code);
    expect(toWireError(cause, 'connect', endpoint)).toMatchObject({ code: expected, cause });
    expect(toWireError(cause, 'connect', endpoint).detail).toMatch(/^api\.example\.test:443: .+\.$/);
  });

  it('is told as INTERNAL where nobody knows it, with its words', () => {
    const { code, detail } = toWireError(systemError('EODD'), 'connect', endpoint);
    expect([code, detail]).toEqual(['INTERNAL', `${endpoint}: connect EODD (EODD).`]);
    expect(toWireError('text', 'connect', endpoint).code).toBe('INTERNAL');
  });

  it('stays what it is where it is a NetworkError', () => {
    const error = new NetworkError('ADDRESS_REFUSED');
    expect(toWireError(error, 'connect', endpoint)).toBe(error);
  });
});
