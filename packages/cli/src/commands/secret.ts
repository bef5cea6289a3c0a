import { Command } from 'commander';
import type { Io } from '../output.ts';
import type { SecretOptions } from '../secret/app-secret.ts';
import { ofProgram } from './program-flags.ts';

const examples = `
Examples:
  minigate secret reset --app mpabc --yes
  minigate secret reset --app mpabc --yes --json > secret.json
  minigate secret freeze --app mpabc

Sign in first with minigate login. The new AppSecret alone goes to the standard output.
Exit: 0, or 2 if the command cannot be carried out.`;

/** `minigate secret`. `done` gets the exit code. */
export function secretCommand(io: Io, done: (code: number) => void): Command {
  const reset = ofProgram(
    new Command('reset').description('Make a new AppSecret; the older one ends at once'),
  )
    .option('--yes', 'the older AppSecret and its access tokens may end')
    .action(async (flags: SecretOptions) => {
      const { resetSecret } = await import('../secret/app-secret.ts');
      done(await resetSecret(flags, io));
    });
  const freeze = ofProgram(new Command('freeze').description('Let the AppSecret give no more access tokens'));
  const thaw = ofProgram(new Command('thaw').description('Let a frozen AppSecret give access tokens again'));
  for (const command of [freeze, thaw]) {
    command.action(async (flags: SecretOptions) => {
      const { freezeSecret } = await import('../secret/app-secret.ts');
      done(await freezeSecret(command === freeze, flags, io));
    });
  }
  return [reset, freeze, thaw].reduce(
    (command, part) => command.addCommand(part),
    new Command('secret')
      .description('Reset, freeze and thaw the AppSecret of a mini program')
      .helpCommand(false)
      .addHelpText('after', examples),
  );
}
