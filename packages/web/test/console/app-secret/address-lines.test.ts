import { describe, expect, it } from 'vitest';
import { readAddressLines } from '../../../src/console/programs/settings/app-secret/address-lines.ts';

describe('an allow-list as it is typed', () => {
  it('has addresses and ranges, one a line or with commas, without comments', () => {
    expect(readAddressLines('203.0.113.7 # office\n2001:db8::/32, 198.51.100.0/24\n\n# none')).toEqual({
      addresses: ['203.0.113.7', '2001:db8::/32', '198.51.100.0/24'],
      faults: [],
      repeated: 0,
    });
  });

  it('has each once, and counts repetitions', () => {
    expect(readAddressLines('::1\n::1')).toMatchObject({ addresses: ['::1'], repeated: 1 });
  });

  it('tells what is none, in the words of the engine', () => {
    expect(
      readAddressLines('10.0.0.0/99\n127.1\nexample.com').faults.map(({ text, code }) => [text, code]),
    ).toEqual([
      ['10.0.0.0/99', 'INVALID_ADDRESS_RANGE'],
      ['127.1', 'INVALID_ADDRESS_RANGE'],
      ['example.com', 'INVALID_ADDRESS_RANGE'],
    ]);
  });
});
