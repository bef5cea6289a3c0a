import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nearestWord, reasonOf, UsageError } from './usage-error.ts';

/** What `minigate run` may be told, by flags or by `minigate.json`, before anything is checked. */
export interface RunOptions {
  domain?: string[];
  policy?: string;
  app?: string;
  platform?: string;
  platformKey?: string;
  ca?: string;
  resolve?: string[];
  allowAddress?: string[];
  proxy?: string;
  debugging?: boolean;
  for?: string;
  at?: string[];
  mocks?: string;
  har?: string;
  harSecrets?: boolean;
  json?: boolean;
}

type Field = keyof RunOptions;

const kinds: Readonly<Record<Field, 'text' | 'texts' | 'switch'>> = {
  domain: 'texts',
  policy: 'text',
  app: 'text',
  platform: 'text',
  platformKey: 'text',
  ca: 'text',
  resolve: 'texts',
  allowAddress: 'texts',
  proxy: 'text',
  debugging: 'switch',
  for: 'text',
  at: 'texts',
  mocks: 'text',
  har: 'text',
  harSecrets: 'switch',
  json: 'switch',
};

const fields = Object.keys(kinds).filter((key): key is Field => Object.hasOwn(kinds, key));

/** What opens the network or writes to the disk; a mini program must not bring it along. */
const hostOnly: readonly Field[] = [
  'app',
  'platform',
  'platformKey',
  'debugging',
  'resolve',
  'ca',
  'allowAddress',
  'proxy',
  'mocks',
  'har',
  'harSecrets',
];

export const configName = 'minigate.json';

/**
 * The defaults in `minigate.json` of a folder; none if there is no such file. Its fields are the flags of
 * `minigate run` in camelCase, and its values what one would write behind them.
 *
 * @throws UsageError if the file cannot be read or says something that is not a flag
 */
export async function readConfig(folder: string): Promise<RunOptions> {
  let text: string;
  try {
    text = await readFile(join(folder, configName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new UsageError(`${configName} cannot be read: ${reasonOf(error)}.`);
  }
  return checkConfig(parseJson(text));
}

/**
 * Flags over defaults. A list of server domains comes from one place: a `--domain`, `--policy` or
 * `--platform` flag replaces all of these in the file.
 *
 * @param ownFolder the file lies in the folder of the mini program that is run; it may not set what opens
 *   the network then
 */
export function withConfig(
  flags: RunOptions,
  config: RunOptions,
  ownFolder: boolean,
): { options: RunOptions; warnings: string[] } {
  const defaults: RunOptions = { ...config };
  const warnings: string[] = [];
  const places = [['domain'], ['policy'], ['platform', 'app', 'platformKey']] as const;
  if (places.some(([place]) => flags[place] !== undefined)) {
    for (const [place, ...more] of places) {
      if (flags[place] !== undefined) continue;
      for (const field of [place, ...more]) delete defaults[field];
    }
  }
  const refused = ownFolder ? hostOnly.filter((field) => defaults[field] !== undefined) : [];
  for (const field of refused) delete defaults[field];
  if (refused.length > 0) {
    warnings.push(
      `${configName} lies in the mini program's own folder, so its ${list(refused)} ${refused.length === 1 ? 'is' : 'are'} ignored: ` +
        'a program must not open its own network. Use flags, or start from another folder.',
    );
  }
  return { options: { ...defaults, ...flags }, warnings };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UsageError(
      `${configName} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function checkConfig(value: unknown): RunOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(
      `${configName} must hold an object, such as { "domain": ["https://api.example.com"] }.`,
    );
  }
  const options: RunOptions = {};
  for (const [key, content] of Object.entries(value)) {
    if (key === '$schema') continue;
    const field = fields.find((candidate) => candidate === key);
    if (field === undefined) throw unknownField(key);
    Object.assign(options, { [field]: checkField(field, content) });
  }
  return options;
}

function unknownField(key: string): UsageError {
  const nearest = nearestWord(key, fields);
  const hint = nearest === undefined ? `It knows ${list(fields)}.` : `Did you mean "${nearest}"?`;
  return new UsageError(`${configName} has an unknown field "${key}". ${hint}`);
}

function checkField(field: Field, content: unknown): string | string[] | boolean {
  const kind = kinds[field];
  if (kind === 'switch' && typeof content === 'boolean') return content;
  if (kind === 'text' && typeof content === 'string') return content;
  if (kind === 'texts' && typeof content === 'string') return [content];
  if (kind === 'texts' && Array.isArray(content) && content.every((item) => typeof item === 'string'))
    return content;
  const wanted = { switch: 'true or false', text: 'a text', texts: 'a list of texts' }[kind];
  throw new UsageError(`"${field}" in ${configName} must be ${wanted}.`);
}

function list(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
