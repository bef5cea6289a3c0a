import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, UsageError } from '../usage-error.ts';

/** A session of this user with a platform. */
export interface Login {
  /** The origin of the platform. */
  readonly platform: string;
  readonly email: string;
  /** Whoever has it is signed in. */
  readonly token: string;
}

interface Kept {
  /** The platform that commands without `--platform` mean: the one of the last login. */
  readonly current?: string;
  readonly logins: readonly Login[];
}

/** The sessions of `minigate login`, in `logins.json` of the user's config folder, which nobody else can read. */
export class Logins {
  readonly path: string;
  readonly #folder: string;

  /** @param folder of the user; made when there is something to keep */
  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'logins.json');
  }

  /**
   * The session with a platform, or with the one of the last login.
   *
   * @throws UsageError if the file cannot be read
   */
  async find(platform: string | undefined): Promise<Login | undefined> {
    const { current, logins } = await this.#read();
    const wanted = platform ?? current;
    return logins.find((login) => login.platform === wanted);
  }

  /** @throws UsageError if it cannot be kept */
  async keep(login: Login): Promise<void> {
    const { logins } = await this.#read();
    const others = logins.filter(({ platform }) => platform !== login.platform);
    await this.#write({ current: login.platform, logins: [...others, login] });
  }

  /** @throws UsageError if the file cannot be written */
  async forget(platform: string): Promise<void> {
    const { current, logins } = await this.#read();
    const others = logins.filter((login) => login.platform !== platform);
    const next = current === platform ? others.at(-1)?.platform : current;
    await this.#write({ ...(next === undefined ? {} : { current: next }), logins: others });
  }

  async #read(): Promise<Kept> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { logins: [] };
      throw new UsageError(`"${this.path}" cannot be read: ${reasonOf(error)}.`);
    }
    const kept = parse(text);
    if (kept !== undefined) return kept;
    throw new UsageError(`"${this.path}" is damaged. Remove it, and sign in again with minigate login.`);
  }

  async #write(kept: Kept): Promise<void> {
    const unfinished = `${this.path}.${randomUUID()}`;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(unfinished, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
      await rename(unfinished, this.path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw new UsageError(`The login cannot be kept in "${this.path}": ${reasonOf(error)}.`);
    }
  }
}

function parse(text: string): Kept | undefined {
  try {
    const value = JSON.parse(text) as { current?: unknown; logins?: unknown } | null;
    if (typeof value !== 'object' || value === null || !Array.isArray(value.logins)) return undefined;
    if (!value.logins.every(isLogin)) return undefined;
    return {
      ...(typeof value.current === 'string' ? { current: value.current } : {}),
      logins: value.logins,
    };
  } catch {
    return undefined;
  }
}

function isLogin(value: unknown): value is Login {
  const { platform, email, token } = (value ?? {}) as Partial<Record<keyof Login, unknown>>;
  return typeof platform === 'string' && typeof email === 'string' && typeof token === 'string';
}
