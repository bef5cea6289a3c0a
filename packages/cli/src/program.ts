import { Command, CommanderError } from 'commander';
import { colorsFor, type Io, printable, widthOf } from './output.ts';
import { nearestWord, UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** Exit codes beside 0 and 1, which a command gives itself. */
const usageExit = 2;
const bugExit = 70;

interface Entry {
  readonly summary: string;
  readonly load: (io: Io, done: (code: number) => void) => Promise<Command>;
}

/** A command's module is loaded when the command is called, not before. */
const commands: Readonly<Record<string, Entry>> = {
  run: {
    summary: 'run a mini program under the network rules of production',
    load: async (io, done) => (await import('./commands/run.ts')).runCommand(io, done),
  },
  dev: {
    summary: 'run a mini program in the simulator, a page that shows all it does',
    load: async (io, done) => (await import('./commands/dev.ts')).devCommand(io, done),
  },
  check: {
    summary: 'say whether URLs may be called, and why',
    load: async (io, done) => (await import('./commands/check.ts')).checkCommand(io, done),
  },
  login: {
    summary: 'sign in to a platform',
    load: async (io, done) => (await import('./commands/login.ts')).loginCommand(io, done),
  },
  logout: {
    summary: 'end the session with a platform',
    load: async (io, done) => (await import('./commands/login.ts')).logoutCommand(io, done),
  },
  domain: {
    summary: 'show and change the server domains of a mini program',
    load: async (io, done) => (await import('./commands/domain.ts')).domainCommand(io, done),
  },
  secret: {
    summary: 'reset, freeze and thaw the AppSecret of a mini program',
    load: async (io, done) => (await import('./commands/secret.ts')).secretCommand(io, done),
  },
  token: {
    summary: 'get the access token of a mini program',
    load: async (io, done) => (await import('./commands/token.ts')).tokenCommand(io, done),
  },
  serve: {
    summary: 'serve a platform: console API, access tokens, signed policies',
    load: async (io, done) => (await import('./commands/serve.ts')).serveCommand(io, done),
  },
  backup: {
    summary: "copy a platform's embedded database while it is in use",
    load: async (io, done) => (await import('./commands/backup.ts')).backupCommand(io, done),
  },
  doctor: {
    summary: 'examine servers as mini programs will meet them',
    load: async (io, done) => (await import('./commands/doctor.ts')).doctorCommand(io, done),
  },
  policy: {
    summary: 'show or verify the policy that a platform signs',
    load: async (io, done) => (await import('./commands/policy.ts')).policyCommand(io, done),
  },
};

const names = Object.keys(commands);

/**
 * Carries out a command line, without the words `node` and `minigate`, and gives the exit code.
 *
 * A command line that cannot be carried out gets one sentence and exit 2. Anything else that throws is a
 * fault of Minigate: a sentence, a stack trace and exit 70.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  try {
    const program = await createProgram(argv, io, (given) => (code = given));
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, argv, io);
  }
}

async function createProgram(
  argv: readonly string[],
  io: Io,
  done: (code: number) => void,
): Promise<Command> {
  const program = new Command('minigate')
    .description(
      'The network of a mini program platform, on your machine: its rules, and why a call was refused.',
    )
    .version(await version(), '-v, --version')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => widthOf(io.stdout),
    })
    .exitOverride()
    .helpCommand('help [command]', 'show how a command is used')
    .action((_: unknown, command: Command) => {
      const [word] = command.args;
      if (word === undefined) program.outputHelp();
      else throw unknownCommand(word);
    });
  const [first, second] = argv.filter((word) => !word.startsWith('-'));
  const wanted = first === 'help' ? second : first;
  if (first === 'help' && second !== undefined && !names.includes(second)) throw unknownCommand(second);
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = name === wanted ? await load(io, done) : new Command(name);
    for (const inherits of [command, ...command.commands]) inherits.copyInheritedSettings(program);
    program.addCommand(command.summary(summary));
  }
  return program.allowExcessArguments();
}

function unknownCommand(word: string): UsageError {
  const nearest = nearestWord(word, names);
  const hint = nearest === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${nearest}"?`;
  return new UsageError(`There is no command "${word}". ${hint}`);
}

function explain(error: unknown, argv: readonly string[], io: Io): number {
  const { bold, dim, red } = colorsFor(io.stderr, io.env);
  const say = (text: string) => void io.stderr.write(`${text}\n`);
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // A command that wants one more word has shown its help instead.
    if (error.code === 'commander.help') return usageExit;
    return explain(new UsageError(sentenceOf(error)), argv, io);
  }
  if (error instanceof UsageError) {
    say(`${red('minigate:')} ${printable(error.message)}`);
    for (const detail of error.details) say(`  ${printable(detail)}`);
    const command = names.find((name) => name === argv[0]);
    say(dim(`Help: minigate ${command === undefined ? '' : `${command} `}--help`));
    return usageExit;
  }
  say(`${red('minigate:')} ${bold('This is a fault of Minigate, not of your program. Please report it.')}`);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  for (const line of stack.split('\n')) say(`  ${printable(line)}`);
  return bugExit;
}

/** Commander's message as a sentence: `error: unknown option '--x'` becomes `Unknown option '--x'.`, with its hint. */
function sentenceOf({ message }: CommanderError): string {
  const [text = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
  return hint === '' ? sentence : `${sentence} ${hint.replace(/^\((.*)\)$/, '$1')}`;
}
