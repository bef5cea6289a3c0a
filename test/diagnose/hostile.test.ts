import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose, type CheckId } from '@minigate/network/diagnose';
import { hostileLatin1 } from '../cli/hostile.ts';
import * as faults from '../support/fault.ts';
import { authority, misbehave, serve } from '../support/servers.ts';
import { checkOf, examined, failingOf } from './examined.ts';

describe('a hostile server ends in a finding:', () => {
  it.each<[string, faults.Fault, CheckId[], string]>([
    ['silence', faults.silentAccept(), ['http'], 'timed-out'],
    ['a drip of bytes', faults.slowDrip(), ['http'], 'timed-out'],
    ['headers without end', faults.endlessHeaders(), ['http'], 'http'],
    ['interim answers without end', faults.endlessInterimAnswers(), ['http'], 'http'],
    ['trailers without end', faults.endlessTrailers(), ['http'], 'http'],
    ['no HTTP', faults.garbageStatusLine(), ['http'], 'http'],
    ['a reset', faults.resetBeforeHeaders(), ['http'], 'http'],
    ['a reset in its headers', faults.resetInHeaders(), ['http'], 'http'],
    ['a body cut short', faults.truncatedBody(), ['http'], 'http'],
    ['chunks cut short', faults.truncatedChunks(), ['http'], 'http'],
    ['a chunk of no size', faults.malformedChunk(), ['http'], 'http'],
    ['gzip that is none', faults.answer('not gzip', ['Content-Encoding: gzip']), ['http'], 'http'],
  ])('%s', async (_, fault, ids, failure) => {
    const report = await examined(await misbehave(fault), { timeout: 3_000 });
    expect(failingOf(report)).toEqual(ids);
    expect(report.failures).toEqual([failure]);
    expect(checkOf(report, 'tls')?.outcome).toBe('ok');
  });

  it('a body without end is cut', async () => {
    const report = await examined(await misbehave(faults.endlessBody()));
    expect(report.failures).toEqual([]);
    expect(report.answer?.cut).toBe(true);
    expect(report.answer?.bodyBytes).toBeLessThanOrEqual(256 * 1024);
  });

  it('a compressed bomb is cut', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const report = await examined(
      await serve((_request, response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' }).end(bomb);
      }),
    );
    expect(report.answer?.cut).toBe(true);
    expect(report.answer?.bodyBytes).toBeLessThanOrEqual(256 * 1024);
  });

  it('bytes instead of TLS', async () => {
    const noise: faults.Fault = { tls: false, play: ({ stream }) => void stream.end(randomBytes(4096)) };
    const report = await examined(await misbehave(noise));
    expect(failingOf(report)).toEqual(['tls']);
  });

  it('a chain of certificates that is too large', async () => {
    const { key, cert } = await authority.issue({ names: ['api.example.test'] });
    const certificate = { key, cert: Array(400).fill(cert).join('\n') };
    const report = await examined(await serve((_request, response) => void response.end(), { certificate }));
    expect(failingOf(report)).toEqual(['tls']);
  });

  it('a chain of very many certificates', async () => {
    const { key, cert } = await authority.issue({ names: ['api.example.test'] });
    const certificate = { key, cert: Array(100).fill(cert).join('\n') };
    const report = await examined(
      await serve((_request, response) => void response.end('{}'), { certificate }),
    );
    expect(report.failures).toEqual([]);
    expect(report.certificates.length).toBeLessThanOrEqual(10);
  });

  it('a certificate for very many names', async () => {
    const names = [...Array(800).keys()].map((number) => `host-${number}.example.test`);
    const certificate = await authority.issue({ names, commonName: 'x'.repeat(60) });
    const report = await examined(await serve((_request, response) => void response.end(), { certificate }));
    expect(failingOf(report)).toEqual(['certificate-name']);
    expect(report.certificates[0]?.names).toHaveLength(20);
  });
});

describe('texts of a server', () => {
  it('are cut', async () => {
    const long = 'x'.repeat(10_000);
    const report = await examined(
      await serve((_request, response) => {
        response.writeHead(200, { 'Content-Type': `text/plain; charset=${long}`, 'Content-Encoding': long });
        response.end('é');
      }),
    );
    expect(JSON.stringify(report).length).toBeLessThan(8_000);
  });

  it('are in the data as they came', async () => {
    const certificate = await authority.issue({ names: ['api.example.test'], commonName: '\u001b[2Jgone' });
    const report = await examined(
      await serve(
        (_request, response) => {
          response.writeHead(200, { 'Content-Type': `text/plain; x=${hostileLatin1}` }).end('{}');
        },
        { certificate },
      ),
    );
    expect(report.certificates[0]?.subject).toContain('gone');
    expect(report.answer?.contentType).toContain('##vso[task.complete]');
  });
});

it('whatever the target is, it never rejects', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (target) => {
      const lookup = () => Promise.reject(new Error('no resolver'));
      const report = await diagnose(target, { lookup, timeout: 50 });
      return report.outcome === 'failure';
    }),
    { numRuns: 300 },
  );
});
