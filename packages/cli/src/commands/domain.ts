import { Command } from 'commander';
import type { DomainOptions } from '../domain/server-domains.ts';
import type { Io } from '../output.ts';
import { ofProgram } from './program-flags.ts';

const examples = `
Examples:
  minigate domain list --app mpabc
  minigate domain add --app mpabc https://api.example.com https://files.example.com:8443
  minigate domain add --app mpabc --api connectSocket wss://live.example.com
  minigate domain remove --app mpabc https://api.example.com
  minigate domain check --app mpabc https://api.example.com

Sign in first with minigate login. A change is saved whole or not at all, unless --partial is given.
Exit: 0, or 1 if something of it was not done or fails, or 2 if the command cannot be carried out.`;

/** `minigate domain`. `done` gets the exit code. */
export function domainCommand(io: Io, done: (code: number) => void): Command {
  const list = ofProgram(new Command('list').description('Show the server domains of a mini program')).action(
    async (flags: DomainOptions) => {
      const { listDomains } = await import('../domain/server-domains.ts');
      done(await listDomains(flags, io));
    },
  );
  const [add, remove] = (['add', 'remove'] as const).map((verb) =>
    ofProgram(
      new Command(verb)
        .description(`${verb === 'add' ? 'Add' : 'Remove'} server domains`)
        .argument('<entry...>', 'server domains, such as https://api.example.com'),
    )
      .option('--api <name>', 'the list of one call, where each has its own')
      .option('--partial', 'save what can be saved, and tell the rest')
      .action(async (entries: string[], flags: DomainOptions) => {
        const { changeDomains } = await import('../domain/server-domains.ts');
        done(await changeDomains(verb, entries, flags, io));
      }),
  ) as [Command, Command];
  const check = ofProgram(
    new Command('check')
      .description('Let the platform examine the server of a saved server domain')
      .argument('<entry>', 'a server domain of the list'),
  )
    .option('--api <name>', 'request (if left out), downloadFile, uploadFile or connectSocket')
    .action(async (entry: string, flags: DomainOptions) => {
      const { checkDomain } = await import('../domain/check-domain.ts');
      done(await checkDomain(entry, flags, io));
    });
  return [list, add, remove, check].reduce(
    (command, part) => command.addCommand(part),
    new Command('domain')
      .description('Show and change the server domains of a mini program on a platform')
      .helpCommand(false)
      .addHelpText('after', examples),
  );
}
