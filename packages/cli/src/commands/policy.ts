import { Command } from 'commander';
import type { Io } from '../output.ts';
import type { ShowOptions } from '../policy/show-policy.ts';
import type { VerifyOptions } from '../policy/verify-policy.ts';

const examplesOfShow = `
Examples:
  minigate policy show --app my-program --platform https://platform.example.com
  minigate policy show --app my-program --platform https://platform.example.com --json

Exit: 0 if it is valid, or 1 if no client would take it, or 2 if the command cannot be carried out.
The key of the first use is remembered, and told; pin it with --platform-key where nobody reads that.`;

const examplesOfVerify = `
Examples:
  minigate policy verify policy.jws --issuer https://platform.example.com --app my-program --platform-key THUMBPRINT
  minigate policy verify - --keys jwks.json --issuer https://platform.example.com --app my-program --platform-key THUMBPRINT < policy.jws

Exit: 0 if it is valid, or 1 if no client would take it, or 2 if the command cannot be carried out.`;

/** `minigate policy`. `done` gets the exit code. */
export function policyCommand(io: Io, done: (code: number) => void): Command {
  return new Command('policy')
    .description('Look at the policy that a platform signs, and at its signature')
    .helpCommand(false)
    .addCommand(showCommand(io, done))
    .addCommand(verifyCommand(io, done));
}

function showCommand(io: Io, done: (code: number) => void): Command {
  return reaching(
    new Command('show')
      .description('Show the policy that a platform has signed last')
      .optionsGroup('Which policy:')
      .option('--app <id>', 'the AppId of the mini program')
      .option('--platform <url>', 'the platform, such as https://platform.example.com')
      .option('--platform-key <thumbprint>', 'its key; without this, the one of the first use'),
  )
    .addHelpText('after', examplesOfShow)
    .action(async (flags: ShowOptions) => {
      const { showPolicy } = await import('../policy/show-policy.ts');
      done(await showPolicy(flags, io));
    });
}

function verifyCommand(io: Io, done: (code: number) => void): Command {
  return reaching(
    new Command('verify')
      .description('Say whether a client would take a signed policy, and why not')
      .argument('<file>', 'a signed policy as the platform answers it; - for the standard input')
      .optionsGroup('What it is held against:')
      .requiredOption('--issuer <url>', 'the platform, such as https://platform.example.com')
      .requiredOption('--app <id>', 'the AppId of the mini program')
      .requiredOption('--platform-key <thumbprint>', 'the pinned key of the platform')
      .option('--keys <file>', 'the public keys of the platform, instead of asking it'),
  )
    .addHelpText('after', examplesOfVerify)
    .action(async (file: string, flags: VerifyOptions) => {
      const { verifyPolicyFile } = await import('../policy/verify-policy.ts');
      done(await verifyPolicyFile(file, flags, io));
    });
}

function reaching(command: Command): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  return command
    .optionsGroup('How the platform is found (flags with * may be repeated):')
    .option('--resolve <name=addr[:port]>', '* where a name leads, instead of DNS', collect)
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .option('--proxy <url>', 'a CONNECT proxy, such as http://proxy.example.com:3128')
    .optionsGroup('What it writes:')
    .option('--json', 'one JSON object instead of text');
}
