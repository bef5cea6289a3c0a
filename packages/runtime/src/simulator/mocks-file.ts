import type { CodeFiles } from './code-files.ts';
import type { Feed } from './feed.ts';
import { SimulatorError } from './simulator-error.ts';

/** The file with the mock answers, in the folder of the program. */
export const mocksName = 'minigate.mocks.json';

interface MocksText {
  readonly text: string;
  /** Why it is not in force. */
  readonly problem?: string;
}

/** The mock answers of a program, as they stand in their file. */
export class Mocks {
  readonly #files: CodeFiles;
  readonly #feed: Feed;
  #now: MocksText = { text: '' };

  constructor(files: CodeFiles, feed: Feed) {
    this.#files = files;
    this.#feed = feed;
  }

  /** Reads the file anew; one that is not there holds no answers. */
  async read(): Promise<MocksText> {
    return this.#take(await this.#file());
  }

  /** Replaces the file. One that has a problem is saved as well, and not in force. */
  async save(text: string): Promise<MocksText> {
    const { version } = await this.#file();
    await this.#files.save({ path: mocksName, text, version });
    return this.#take({ text });
  }

  #take({ text }: MocksText): MocksText {
    const problem = problemOf(text);
    const now = problem === undefined ? { text } : { text, problem };
    if (now.text !== this.#now.text || now.problem !== this.#now.problem) {
      this.#now = now;
      this.#feed.change('mocks', () => ({ kind: 'mocks', ...now }));
    }
    return now;
  }

  async #file(): Promise<{ text: string; version: string }> {
    try {
      return await this.#files.read(mocksName);
    } catch (error) {
      if (error instanceof SimulatorError && error.status === 404) return { text: '', version: '' };
      throw error;
    }
  }
}

function problemOf(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `${mocksName} is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
