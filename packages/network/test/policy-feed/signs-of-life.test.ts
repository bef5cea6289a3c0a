import { EventEmitter, once } from 'node:events';
import { generatePolicyKey, signPolicy } from '@minigate/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPolicyFeed } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { type ScriptedExchange, ScriptedTransport } from '../support/scripted-transport.ts';

const issuer = 'https://platform.example.test';
const path = '/client/v1/mini-programs/demo/policy';
const { privateKey, publicKey, thumbprint } = await generatePolicyKey();
const issuedAt = Date.now();
const text = await signPolicy(
  {
    issuer,
    document: { appId: 'demo', version: 1, serverDomains: [], issuedAt, expiresAt: issuedAt + 86_400_000 },
  },
  privateKey,
);

/** Tells of each question as it is asked. */
class TellingTransport extends ScriptedTransport {
  readonly #news = new EventEmitter();

  override send(...question: Parameters<ScriptedTransport['send']>): ReturnType<ScriptedTransport['send']> {
    const exchange = super.send(...question);
    this.#news.emit('send');
    return exchange;
  }

  /** The question of this number, from 0. */
  async exchange(index: number): Promise<ScriptedExchange> {
    for (;;) {
      const exchange = this.exchanges[index];
      if (exchange !== undefined) return exchange;
      await once(this.#news, 'send');
    }
  }
}

/** A feed that listens to a stream which the test plays, and has all the time in the world otherwise. */
async function listening() {
  const transport = new TellingTransport();
  const clock = new VirtualClock({ runs: false, wanted: () => false });
  const feed = createPolicyFeed({ issuer, appId: 'demo', thumbprint, transport, clock });
  onTestFinished(() => feed.close());
  const codes: string[] = [];
  feed.on('fault', ({ fault }) => codes.push(fault.code));
  const answer = (exchange: ScriptedExchange, type: string, body: string) => {
    exchange.head(200, ['content-type', type, 'cache-control', 'max-age=3600']);
    exchange.data(body);
    exchange.end();
  };
  answer(await transport.exchange(0), 'application/jose', text);
  answer(await transport.exchange(1), 'application/json', JSON.stringify({ keys: [publicKey] }));
  await feed.ready;
  const stream = await transport.exchange(2);
  expect(stream.request.path).toBe(`${path}/events`);
  const opened = () => transport.exchanges.filter(({ request }) => request.path === `${path}/events`);
  return { feed, clock, codes, stream, opened };
}

const head = ['content-type', 'text/event-stream'];

describe('Rule 24: a stream of announcements', () => {
  it('lives as long as something is said, be it a comment', async () => {
    const { clock, codes, stream, opened } = await listening();
    stream.head(200, head);
    for (let minute = 0; minute < 30; minute += 1) {
      await clock.advance(89_999);
      stream.data(':\n');
    }
    expect([codes, opened().length, stream.ending]).toEqual([[], 1, 'none']);
  });

  it('is opened anew after 90 s of silence', async () => {
    const { clock, codes, stream, opened } = await listening();
    stream.head(200, head);
    await clock.advance(89_999);
    expect(codes).toEqual([]);
    await clock.advance(1);
    expect([codes, stream.ending, opened().length]).toEqual([['PLATFORM_TOO_SLOW'], 'cancelled', 1]);
    await clock.advance(1000);
    expect(opened()).toHaveLength(2);
  });

  it('is opened anew where nothing answers for 15 s, and then less and less often', async () => {
    const { clock, codes, opened } = await listening();
    await clock.advance(15_000 - 1);
    expect(codes).toEqual([]);
    await clock.advance(1);
    expect(codes).toEqual(['PLATFORM_TOO_SLOW']);
    const before = opened().length;
    // Attempts take 15 s each; the waits between them are at most 1, 2, 4, … and 300 s.
    await clock.advance(3_000_000);
    expect(opened().length - before).toBeLessThan(30);
    expect(opened().length - before).toBeGreaterThan(8);
  });

  it('goes on from the last event with an id, and waits no longer after a good one', async () => {
    const { clock, stream, opened } = await listening();
    stream.head(200, head);
    stream.data('id: 41\nevent: other\ndata: x\n\nid: bad id\ndata: y\n\n');
    stream.end();
    await clock.advance(1000);
    const [, second] = opened();
    expect(second?.request.headers).toEqual([
      ...['accept', 'text/event-stream', 'cache-control', 'no-cache', 'last-event-id', '41'],
    ]);
    second?.head(200, head);
    second?.data('event: reconnect\ndata: {}\n\n');
    expect(second?.ending).toBe('cancelled');
    await clock.advance(1000);
    expect(opened()).toHaveLength(3);
  });

  it('is open no more when the feed is closed', async () => {
    const { feed, clock, stream, opened } = await listening();
    stream.head(200, head);
    await feed.close();
    expect(stream.ending).toBe('cancelled');
    await clock.advance(10_000_000);
    expect(opened()).toHaveLength(1);
  });
});
