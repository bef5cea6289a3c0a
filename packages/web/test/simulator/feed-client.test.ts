import { type FeedItem, type FeedMessage, tooManyPages } from '@minigate/runtime/simulator/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { FeedClient, type FeedConnection } from '../../src/simulator/feed/feed-client.ts';
import { Browser } from './support/browser.ts';
import { row } from './support/calls.ts';

const item = (id: number): FeedItem => ({ kind: 'call', run: 1, row: row({ id }) });
const batch = (number: number, ...items: FeedItem[]): FeedMessage => ({ type: 'batch', number, items });
const welcome = (replayed: boolean, simulator = 's1'): FeedMessage => ({
  type: 'welcome',
  simulator,
  replayed,
});

describe('the feed of the page', () => {
  let browser: Browser;
  let frames: number[];
  let resets: number;
  let connections: FeedConnection[];
  let client: FeedClient;

  beforeEach(() => {
    browser = new Browser();
    frames = [];
    resets = 0;
    connections = [];
    client = new FeedClient(browser, {
      onItems: (items) => frames.push(items.length),
      onReset: () => (resets += 1),
      onConnection: (connection) => connections.push(connection),
    });
  });

  it('hands over what came once for each frame, however many messages there were', () => {
    browser.tell(welcome(false));
    for (let number = 1; number <= 100; number += 1) browser.tell(batch(number, item(number), item(number)));
    expect(frames).toEqual([]);
    browser.draw();
    expect(frames).toEqual([200]);
  });

  it('comes back with what it had last', () => {
    browser.tell(welcome(false));
    browser.tell(batch(7, item(1)));
    browser.lose();
    browser.wait();
    expect(browser.opened).toEqual(['', '?simulator=s1&after=7']);
    browser.tell(welcome(true));
    expect(resets).toBe(1);
    expect(connections.at(-1)).toEqual({ state: 'open' });
  });

  it('forgets everything where what came before does not hold any more', () => {
    browser.tell(welcome(false));
    browser.tell(batch(7, item(1)));
    browser.lose();
    browser.wait();
    browser.tell(welcome(false, 's2'));
    browser.draw();
    expect([resets, frames]).toEqual([2, []]);
    browser.lose();
    browser.wait();
    expect(browser.opened.at(-1)).toBe('?simulator=s2&after=0');
  });

  it('tries again at growing distances, and soon again after it was back', () => {
    for (let time = 0; time < 7; time += 1) {
      browser.lose();
      browser.wait();
    }
    expect(browser.waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000]);
    browser.tell(welcome(false));
    browser.lose();
    expect(browser.waits.at(-1)).toBe(250);
  });

  it('says that it is lost, and when it tries again', () => {
    browser.lose();
    expect(connections.at(-1)).toEqual({ state: 'lost', retryAt: 1250, crowded: false });
  });

  it('says that too many pages watch, and tries again', () => {
    browser.lose(tooManyPages);
    expect(connections.at(-1)).toEqual({ state: 'lost', retryAt: 1250, crowded: true });
    browser.wait();
    expect(browser.opened).toHaveLength(2);
  });

  it('tries at once when it is asked to', () => {
    browser.lose();
    client.retry();
    expect(browser.opened).toHaveLength(2);
    browser.wait();
    expect(browser.opened).toHaveLength(2);
  });

  it('gives up where the simulator does not know this browser', async () => {
    browser.known = false;
    browser.lose();
    await Promise.resolve();
    expect(connections.at(-1)).toEqual({ state: 'unknown' });
    browser.wait();
    expect(browser.opened).toHaveLength(1);
  });

  it('goes on trying where the simulator cannot be reached at all', async () => {
    browser.known = undefined;
    browser.lose();
    await Promise.resolve();
    expect(connections.at(-1)?.state).toBe('lost');
  });
});
