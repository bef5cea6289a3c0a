import { describe, expect, it } from 'vitest';
import { main } from '../src/program.ts';
import { TestIo } from './test-io.ts';

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new TestIo();
  const code = await main(argv, io);
  return { code, out: io.out, err: io.err };
}

describe('minigate', () => {
  it.each([[[]], [['--help']], [['help']]])('shows its commands for %j', async (argv) => {
    const { code, out, err } = await run(...argv);
    expect(code).toBe(0);
    expect(out).toMatch(/Usage: minigate .*\n/);
    expect(out).toMatch(/ {2}run .*run a mini program under the network rules of production\n/);
    expect(out).toMatch(/ {2}check .*say whether URLs may be called, and why\n/);
    expect(out).toMatch(/ {2}doctor .*examine servers as mini programs will meet them\n/);
    expect(err).toBe('');
  });

  it.each([[['run', '--help']], [['help', 'run']]])('shows every flag of run for %j', async (argv) => {
    const { code, out } = await run(...argv);
    expect(code).toBe(0);
    for (const flag of 'domain policy ca resolve allow-address debugging for at har har-secrets json'.split(
      ' ',
    )) {
      expect(out).toContain(`  --${flag} `);
    }
    expect(out).toContain('Exit: 0, or 1 if a call was refused');
  });

  it('says its version', async () => {
    expect(await run('--version')).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: '',
    });
  });
});

describe('a command line that cannot be carried out gets one sentence and exit 2:', () => {
  it.each([
    [['rnu'], `minigate: There is no command "rnu". Did you mean "run"?\nHelp: minigate --help\n`],
    [
      ['frobnicate'],
      `minigate: There is no command "frobnicate". There are: run, dev, check, login, logout, domain, secret, token, serve, backup, doctor, policy.\nHelp: minigate --help\n`,
    ],
    [['--frob'], `minigate: Unknown option '--frob'.\nHelp: minigate --help\n`],
    [['run'], `minigate: Missing required argument 'program'.\nHelp: minigate run --help\n`],
    [['run', 'a', 'b'], /^minigate: Too many arguments.*\nHelp: minigate run --help\n$/],
    [
      ['run', 'a', '--domian', 'x'],
      `minigate: Unknown option '--domian'. Did you mean --domain?\nHelp: minigate run --help\n`,
    ],
    [['run', 'a', '--har'], `minigate: Option '--har <file>' argument missing.\nHelp: minigate run --help\n`],
    [['run', 'a', '--\u001b[31mx'], /^minigate: Unknown option '--\\x1b\[31mx'\./],
  ])('%j', async (argv, sentence) => {
    const { code, out, err } = await run(...argv);
    expect(err).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
    expect(code).toBe(2);
    expect(out).toBe('');
  });
});
