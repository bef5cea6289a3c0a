import { describe, expect, it } from 'vitest';
import type { CertificateRequest } from '../support/authority.ts';
import { createAuthority } from '../support/authority.ts';
import type { HttpsServerOptions } from '../support/https-server.ts';
import { authority, serve } from '../support/servers.ts';
import { allFail, allWork, checkOf, examined, failingOf, verdictsOf } from './examined.ts';

const day = 24 * 60 * 60 * 1000;
const names = ['api.example.test'];
const inDays = (count: number) => new Date(Date.now() + count * day);

/** A server with a certificate like this. */
async function serving(request: Partial<CertificateRequest>, tls: HttpsServerOptions['tls'] = {}) {
  const certificate = await authority.issue({ names, ...request });
  return serve((_request, response) => void response.end('{}'), { names, certificate, tls });
}

describe('a good certificate', () => {
  it('has its data in the report, and works on every platform', async () => {
    const report = await examined(await serving({ intermediate: 'served', notAfter: inDays(90.5) }));
    expect(failingOf(report)).toEqual([]);
    expect(report.certificates).toMatchObject([
      {
        subject: 'CN=Minigate Test Server',
        issuer: 'CN=Minigate Test Intermediate',
        names,
        daysLeft: 90,
        keyType: 'ec',
        keyBits: 256,
        signature: 'ECDSA-SHA256',
        logged: false,
      },
      { subject: 'CN=Minigate Test Intermediate', issuer: 'CN=Minigate Test Root' },
    ]);
    expect(checkOf(report, 'certificate-dates')?.sentence).toContain('90 days');
    expect(verdictsOf(report)).toEqual(allWork);
  });

  it('is said to be trusted by what was given, not by phones', async () => {
    const report = await examined(await serving({}));
    expect(checkOf(report, 'certificate-trust')).toMatchObject({
      outcome: 'note',
      sentence: expect.stringContaining('"Minigate Test Root", which was given as trusted'),
    });
    expect(report.platforms.map(({ why }) => why.join())).toEqual(Array(3).fill('certificate-trust'));
  });

  it('may carry proofs that it was logged', async () => {
    const report = await examined(await serving({ logged: true }));
    expect(checkOf(report, 'certificate-transparency')?.outcome).toBe('ok');
    expect(report.certificates[0]?.logged).toBe(true);
  });

  it('may be one of RSA with 2048 bits', async () => {
    const report = await examined(await serving({ rsaBits: 2048 }));
    expect(failingOf(report)).toEqual([]);
    expect(report.certificates[0]).toMatchObject({ keyType: 'rsa', keyBits: 2048 });
  });

  it('is asked to be renewed in its last two weeks', async () => {
    const report = await examined(await serving({ notBefore: inDays(-80), notAfter: inDays(9.5) }));
    expect(checkOf(report, 'certificate-dates')).toMatchObject({
      outcome: 'warning',
      sentence: expect.stringContaining('expires in 9 days'),
    });
    expect(report.outcome).toBe('warning');
  });
});

describe('a bad certificate fails on every platform, and nothing is asked:', () => {
  it.each<[string, Partial<CertificateRequest>, string, RegExp]>([
    ['expired', { notAfter: inDays(-3) }, 'certificate-dates', /expired on \d{4}-/],
    ['not yet valid', { notBefore: inDays(2) }, 'certificate-dates', /valid from \d{4}-.* not yet/],
    ['self-signed', { selfSigned: true }, 'certificate-trust', /signed by itself/],
    [
      'for another host',
      { names: ['other.example.test', '*.elsewhere.test'] },
      'certificate-name',
      /for other\.example\.test, \*\.elsewhere\.test, not for api\.example\.test/,
    ],
    [
      'without its intermediate',
      { intermediate: 'withheld' },
      'certificate-chain',
      /its own certificate alone, .*"Minigate Test Intermediate" is no trusted root/,
    ],
  ])('%s', async (_, request, id, sentence) => {
    const server = await serving(request);
    const report = await examined(server);
    expect(failingOf(report)).toEqual([id]);
    expect(report.checks.find((check) => check.id === id)?.sentence).toMatch(sentence);
    expect(report.failures).toEqual(['certificate']);
    expect(verdictsOf(report)).toEqual(allFail);
    expect(server.requests).toEqual([]);
    expect(checkOf(report, 'http')?.outcome).toBe('note');
    expect(report.hops).toEqual([]);
  });

  it('from an authority that nobody trusts, whose root the server sends', async () => {
    const unknown = await createAuthority();
    const { key, cert } = await unknown.issue({ names });
    const certificate = { key, cert: `${cert}\n${unknown.pem}` };
    const server = await serve((_request, response) => void response.end(), { names, certificate });
    const report = await examined(server);
    expect(failingOf(report)).toEqual(['certificate-trust']);
    expect(checkOf(report, 'certificate-trust')?.sentence).toContain('is no trusted root');
    expect(server.requests).toEqual([]);
  });
});

describe('what only some platforms refuse', () => {
  it('is a chain whose intermediate is known to this machine alone', async () => {
    const { key, cert } = await authority.issue({ names, intermediate: 'served' });
    const [leaf = '', intermediate = ''] = cert.split(/(?<=-----END CERTIFICATE-----)\n/);
    const server = await serve((_request, response) => void response.end('{}'), {
      names,
      certificate: { key, cert: leaf },
    });
    const report = await examined(server, { ca: [authority.pem, intermediate] });
    expect(failingOf(report)).toEqual(['certificate-chain']);
    expect(checkOf(report, 'certificate-chain')?.sentence).toContain('only known to this machine');
    expect(verdictsOf(report)).toEqual({ ios: 'fails', android: 'fails', binance: 'works' });
  });

  it('is a lifetime that iOS does not accept', async () => {
    const report = await examined(await serving({ notBefore: inDays(-1), notAfter: inDays(900) }));
    expect(failingOf(report)).toEqual(['certificate-lifetime']);
    expect(checkOf(report, 'certificate-lifetime')?.sentence).toContain('901 days; iOS accepts 825');
    expect(verdictsOf(report)).toEqual({ ios: 'fails', android: 'works', binance: 'works' });
  });

  it('is a key that is too short for App Transport Security', async () => {
    const report = await examined(await serving({ rsaBits: 1024 }, { ciphers: 'DEFAULT:@SECLEVEL=0' }));
    expect(failingOf(report)).toContain('certificate-key');
    expect(checkOf(report, 'certificate-key')?.sentence).toContain('RSA of 1024 bits');
    expect(verdictsOf(report)).toMatchObject({ ios: 'fails' });
  });

  it('is a host that is named in the subject alone', async () => {
    const report = await examined(await serving({ names: [], commonName: 'api.example.test' }));
    expect(failingOf(report)).toEqual(['certificate-name']);
    expect(verdictsOf(report)).toEqual({ ios: 'fails', android: 'fails', binance: 'works' });
  });

  it('is a signature with SHA-1', async () => {
    const report = await examined(await serving({ hash: 'SHA-1' }, { ciphers: 'DEFAULT:@SECLEVEL=0' }));
    expect(failingOf(report)).toContain('certificate-signature');
    expect(report.certificates[0]?.signature).toBe('ECDSA-SHA1');
    expect(verdictsOf(report)).toMatchObject({ ios: 'fails', android: 'fails' });
  });
});

it('a server that sends its root too is told to leave it out', async () => {
  const { key, cert } = await authority.issue({ names });
  const server = await serve((_request, response) => void response.end('{}'), {
    names,
    certificate: { key, cert: `${cert}\n${authority.pem}` },
  });
  const report = await examined(server);
  expect(checkOf(report, 'certificate-chain')).toMatchObject({
    outcome: 'note',
    sentence: expect.stringContaining('sends its root too'),
  });
  expect(report.certificates).toHaveLength(2);
});
