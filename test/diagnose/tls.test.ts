import { createSecureServer } from 'node:http2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Fault, silentTls, tls11Only } from '../support/fault.ts';
import { listen } from '../support/listener.ts';
import { authority, misbehave, serve, servePlain } from '../support/servers.ts';
import { allFail, allWork, checkOf, examined, failingOf, verdictsOf } from './examined.ts';

/** An HTTPS server whose TLS is like this. */
function speaking(tls: NonNullable<Parameters<typeof serve>[1]>['tls'] = {}) {
  return serve((_request, response) => void response.end('{}'), { tls });
}

describe('TLS versions', () => {
  it('1.2 and 1.3 are what a server should speak', async () => {
    const report = await examined(await speaking());
    expect(report.tls).toEqual({
      version: 'TLSv1.3',
      cipher: expect.stringMatching(/^TLS_/),
      protocol: 'http/1.1',
      offers: { tls13: true, tls12: true, older: false },
    });
    expect(checkOf(report, 'tls-versions')?.outcome).toBe('ok');
    expect(checkOf(report, 'forward-secrecy')?.outcome).toBe('ok');
  });

  it('1.2 alone is noted', async () => {
    const report = await examined(await speaking({ maxVersion: 'TLSv1.2' }));
    expect(report.tls).toMatchObject({ version: 'TLSv1.2', offers: { tls13: false, tls12: true } });
    expect(checkOf(report, 'tls-versions')).toMatchObject({ outcome: 'note' });
    expect(verdictsOf(report)).toEqual(allWork);
  });

  it('1.3 alone is a warning for older phones', async () => {
    const report = await examined(await speaking({ minVersion: 'TLSv1.3' }));
    expect(report.tls?.offers).toMatchObject({ tls13: true, tls12: false });
    expect(checkOf(report, 'tls-versions')).toMatchObject({
      outcome: 'warning',
      platforms: ['ios', 'android'],
    });
    expect(report.certificates).toHaveLength(1);
    expect(report.platforms[1]).toMatchObject({ platform: 'android', verdict: 'works' });
    expect(report.platforms[1]?.why).toContain('tls-versions');
  });

  it('older ones that are still spoken are noted', async () => {
    const report = await examined(await speaking({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }));
    expect(report.tls?.offers).toEqual({ tls13: true, tls12: true, older: true });
    expect(checkOf(report, 'tls-versions')).toMatchObject({ outcome: 'note' });
  });

  it('1.1 alone fails everywhere; the certificate is told all the same', async () => {
    const report = await examined(await misbehave(tls11Only()));
    expect(failingOf(report)).toEqual(['tls-versions']);
    expect(checkOf(report, 'tls-versions')?.sentence).toBe('It speaks nothing newer than TLS 1.1.');
    expect(report.failures).toEqual(['tls']);
    expect(verdictsOf(report)).toEqual(allFail);
    expect(report.certificates).toHaveLength(1);
    expect(report.times.tls).toBeUndefined();
  });
});

describe('forward secrecy', () => {
  const rsaOnly = { ciphers: 'AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const;
  const certificate = () => authority.issue({ names: ['api.example.test'], rsaBits: 2048 });

  it('is what iOS demands: without ECDHE it fails there alone', async () => {
    const server = await serve((_request, response) => void response.end('{}'), {
      certificate: await certificate(),
      tls: rsaOnly,
    });
    const report = await examined(server);
    expect(failingOf(report)).toEqual(['forward-secrecy']);
    expect(verdictsOf(report)).toEqual({ ios: 'fails', android: 'works', binance: 'works' });
  });

  it('is a warning where a server only prefers to go without', async () => {
    const server = await serve((_request, response) => void response.end('{}'), {
      certificate: await certificate(),
      tls: {
        ciphers: 'AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256',
        maxVersion: 'TLSv1.2',
        honorCipherOrder: true,
      },
    });
    const report = await examined(server);
    expect(checkOf(report, 'forward-secrecy')?.outcome).toBe('warning');
    expect(verdictsOf(report)).toEqual(allWork);
  });
});

describe('HTTP/2', () => {
  it('is noted where it is missing', async () => {
    expect(checkOf(await examined(await speaking()), 'http2')).toMatchObject({ outcome: 'note' });
  });

  it('is found where it is offered', async () => {
    const key = await authority.issue({ names: ['api.example.test'] });
    const server = createSecureServer({ ...key, allowHTTP1: true }, (_request, response) => {
      response.end('{}');
    });
    const listener = await listen(server, '127.0.0.1');
    onTestFinished(() => listener.close());
    const report = await examined({ resolve: { 'api.example.test': `127.0.0.1:${listener.port}` } });
    expect(report.tls?.protocol).toBe('h2');
    expect(checkOf(report, 'http2')?.outcome).toBe('ok');
    expect(checkOf(report, 'http')?.outcome).toBe('ok');
  });
});

describe('no TLS', () => {
  it('a port that speaks something else fails', async () => {
    const report = await examined(await servePlain((_request, response) => void response.end('hello')));
    expect(failingOf(report)).toEqual(['tls']);
    expect(report.failures).toEqual(['tls']);
  });

  it('a port that accepts and is silent has timed out', async () => {
    const report = await examined(await misbehave(silentTls()), { timeout: 2_000 });
    expect(failingOf(report)).toEqual(['tls']);
    expect(report.failures).toEqual(['timed-out']);
  });

  it('a port that hangs up fails', async () => {
    const hangUp: Fault = {
      tls: false,
      play: ({ stream, reset }) => void stream.once('data', () => reset()),
    };
    const report = await examined(await misbehave(hangUp));
    expect(failingOf(report)).toEqual(['tls']);
  });
});
