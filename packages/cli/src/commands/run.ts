import { Command } from 'commander';
import type { Io } from '../output.ts';
import type { RunOptions } from '../config.ts';

const examples = `
Examples:
  minigate run examples/hello-request --domain https://api.example.com
  minigate run my-program --policy policy.json --at 2s=background --at 9s=foreground
  minigate run my-program --domain https://api.example.com --har calls.har --json
  minigate run my-program --app my-program --platform https://platform.example.com

Defaults come from minigate.json in the current folder:
  { "domain": ["https://api.example.com"], "for": "60s" }

Exit: 0, or 1 if a call was refused or the program threw, or 2 if the command cannot be carried out.`;

/** `minigate run`. `done` gets the exit code. */
export function runCommand(io: Io, done: (code: number) => void): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  return new Command('run')
    .description('Run a mini program under the network rules of production')
    .argument('<program>', 'the folder of a mini program, or one JavaScript file')
    .optionsGroup('What the program may reach (flags with * may be repeated):')
    .option('--domain <url>', '* a server domain, such as https://api.example.com', collect)
    .option('--policy <file>', 'a policy document instead of --domain')
    .option('--app <id>', 'a mini program of the platform, whose signed policy counts instead of --domain')
    .option('--platform <url>', 'the platform, such as https://platform.example.com')
    .option('--platform-key <thumbprint>', 'its key; without this, the one of the first use')
    .option('--debugging', 'report what is not permitted instead of refusing it')
    .optionsGroup('How its servers are found:')
    .option('--resolve <name=addr[:port]>', '* where a name leads, instead of DNS', collect)
    .option('--allow-address <cidr>', '* addresses that may be dialled though they are not public', collect)
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .option('--proxy <url>', 'a CONNECT proxy, such as http://proxy.example.com:3128')
    .optionsGroup('How the run goes:')
    .option('--for <time>', 'end it after 60s or 2m; without this, when nothing is left to do')
    .option('--at <time=event>', '* 2s=background hides the program, 9s=foreground shows it', collect)
    .optionsGroup('What it writes:')
    .option('--json', 'one JSON object a line instead of text')
    .option('--har <file>', 'all calls as a HAR file, without credentials and cookies')
    .option('--har-secrets', 'leave credentials and cookies in the HAR file')
    .addHelpText('after', examples)
    .action(async (program: string, flags: RunOptions) => {
      const { runProgram } = await import('../run/run-program.ts');
      done(await runProgram(program, flags, io));
    });
}
