import type { CodeFiles } from './code-files.ts';
import type { Feed } from './feed.ts';
import type { MockRule } from './mock-rules.ts';
import { createMocks, type MockAnswers } from './mocks.ts';
import { mocksFileName } from './mocks-file.ts';
import { parseMocks } from './parse-mocks.ts';
import { SimulatorError } from './simulator-error.ts';

interface MocksText {
  readonly text: string;
  /** Why none of it is in force. */
  readonly problem?: string;
}

/** The mock answers of a program, as they stand in its file: what is saved there counts from the next call on. */
export class MocksInForce {
  readonly answers: MockAnswers;
  readonly #files: CodeFiles;
  readonly #feed: Feed;
  #now: MocksText = { text: '' };

  constructor(files: CodeFiles, feed: Feed) {
    this.answers = createMocks({ directory: files.path });
    this.#files = files;
    this.#feed = feed;
  }

  get now(): MocksText {
    return this.#now;
  }

  /** Reads the file anew; one that is not there holds no answers, and one with a problem neither. */
  async read(): Promise<void> {
    const { rules, ...now } = await this.#take();
    this.answers.set(rules);
    if (now.text === this.#now.text && now.problem === this.#now.problem) return;
    this.#now = now;
    this.#feed.change('mocks', () => ({ kind: 'mocks', ...now }));
  }

  async #take(): Promise<MocksText & { readonly rules: readonly MockRule[] }> {
    let text: string;
    try {
      ({ text } = await this.#files.read(mocksFileName));
    } catch (error) {
      if (!(error instanceof SimulatorError)) throw error;
      return error.status === 404 ? { text: '', rules: [] } : { text: '', problem: error.message, rules: [] };
    }
    if (text.trim() === '') return { text, rules: [] };
    const reading = parseMocks(text);
    if (!reading.ok) return { text, problem: reading.problems.join('\n'), rules: [] };
    return { text, rules: reading.mocks };
  }
}
