import { Command } from 'commander';
import type { CheckOptions } from '../check/check-urls.ts';
import type { Io } from '../output.ts';

const examples = `
Examples:
  minigate check --domain https://api.example.com https://api.example.com/v1 https://api.example.com:443/v1
  minigate check --policy policy.json --api connectSocket wss://live.example.com/feed
  minigate check --policy policy.json --json --stdin < urls.jsonl

Without --domain and --policy, those of minigate.json in the current folder count.

Exit: 0 if all URLs are allowed, or 1 if some are denied, or 2 if the command cannot be carried out.
In debugging mode a denied URL counts as denied too; its line says whether it would be refused.`;

/** `minigate check`. `done` gets the exit code. */
export function checkCommand(io: Io, done: (code: number) => void): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  return new Command('check')
    .description('Say whether a mini program may call URLs, and why')
    .argument('[url...]', 'URLs, exactly as the program would write them')
    .optionsGroup('What the program may reach (flags with * may be repeated):')
    .option('--domain <url>', '* a server domain, such as https://api.example.com', collect)
    .option('--policy <file>', 'a policy document instead of --domain')
    .option('--api <name>', 'request (if left out), downloadFile, uploadFile or connectSocket')
    .option('--debugging', 'say which denials debugging mode would only report')
    .optionsGroup('What it reads and writes:')
    .option('--stdin', 'more URLs from the standard input: one JSON string a line')
    .option('--json', 'one JSON object a line instead of text')
    .addHelpText('after', examples)
    .action(async (urls: string[], flags: CheckOptions) => {
      const { checkUrls } = await import('../check/check-urls.ts');
      done(await checkUrls(urls, flags, io));
    });
}
