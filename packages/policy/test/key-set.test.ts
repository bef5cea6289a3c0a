import { describe, expect, it } from 'vitest';
import { readKeySet, readPolicyKey, signHandover, signPolicy } from '../src/index.ts';
import { document, first, issuer, second, signAnything, third } from './signed.ts';

const trust = { issuer, thumbprints: [first.thumbprint] };
const handOver = (from: typeof first, to: typeof first, by = issuer) =>
  signHandover({ issuer: by, nextKey: to.publicKey }, from.privateKey);
const namesOf = async (keys: unknown, given = trust) =>
  (await readKeySet({ keys }, given)).map(({ kid }) => kid);

describe('of a key set', () => {
  it('the pinned key is trusted, and no other', async () => {
    expect(await namesOf([second.publicKey, first.publicKey, third.publicKey])).toEqual([first.thumbprint]);
  });

  it('keys are trusted along the handovers from the pinned one, whatever their order in the set', async () => {
    const keys = [
      { ...third.publicKey, handover: await handOver(second, third) },
      { ...second.publicKey, handover: await handOver(first, second) },
      first.publicKey,
    ];
    expect(await namesOf(keys)).toEqual([first.thumbprint, second.thumbprint, third.thumbprint]);
    expect(await namesOf(keys, { issuer, thumbprints: [second.thumbprint] })).toEqual([
      second.thumbprint,
      third.thumbprint,
    ]);
  });

  it('a signed policy that announces a key counts as its handover', async () => {
    const handover = await signPolicy({ issuer, document, nextKey: second.publicKey }, first.privateKey);
    expect(await namesOf([first.publicKey, { ...second.publicKey, handover }])).toEqual([
      first.thumbprint,
      second.thumbprint,
    ]);
  });

  it.each([
    ['that the key itself signed', () => handOver(second, second)],
    ['of another platform', () => handOver(first, second, 'https://other.example.test')],
    ['to another key', () => handOver(first, third)],
    ['that is no text', () => 7],
    ['that is a policy without an announcement', () => signPolicy({ issuer, document }, first.privateKey)],
    [
      'of another type',
      () =>
        signAnything(
          { alg: 'EdDSA', kid: first.thumbprint, typ: 'JWT' },
          { iss: issuer, nextKey: second.publicKey },
        ),
    ],
  ])('a handover %s counts for nothing', async (_, make) => {
    expect(await namesOf([first.publicKey, { ...second.publicKey, handover: await make() }])).toEqual([
      first.thumbprint,
    ]);
  });

  it('a key under the name of another is known by its own', async () => {
    const keys = [{ ...second.publicKey, kid: first.thumbprint }];
    expect(await namesOf(keys)).toEqual([]);
  });

  it('nothing is taken from what is no key set', async () => {
    for (const value of [undefined, null, 7, 'x', [], {}, { keys: {} }, { keys: [null, 7, {}, []] }]) {
      expect(await readKeySet(value, trust)).toEqual([]);
    }
  });

  it('more keys than anybody has are not read', async () => {
    const many = Array.from({ length: 64 }, () => ({ kty: 'EC' }));
    expect(await namesOf([...many, first.publicKey])).toEqual([]);
  });
});

it('readPolicyKey leaves the private half behind', async () => {
  expect(await readPolicyKey(first.privateKey)).toEqual(first.publicKey);
});
