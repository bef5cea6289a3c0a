import type { Command } from 'commander';

const collect = (value: string, before: string[] = []) => [...before, value];

/** Gives a command that runs a program the flags of its policy. */
export function whatMayBeReached(command: Command): Command {
  return command
    .optionsGroup('What the program may reach (flags with * may be repeated):')
    .option('--domain <url>', '* a server domain, such as https://api.example.com', collect)
    .option('--policy <file>', 'a policy document instead of --domain')
    .option('--app <id>', 'a mini program of the platform, whose signed policy counts instead of --domain')
    .option('--platform <url>', 'the platform, such as https://platform.example.com')
    .option('--platform-key <thumbprint>', 'its key; without this, the one of the first use')
    .option('--debugging', 'report what is not permitted instead of refusing it');
}

/** Gives a command that runs a program the flags of its network. */
export function howServersAreFound(command: Command): Command {
  return command
    .optionsGroup('How its servers are found:')
    .option('--resolve <name=addr[:port]>', '* where a name leads, instead of DNS', collect)
    .option('--allow-address <cidr>', '* addresses that may be dialled though they are not public', collect)
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .option('--proxy <url>', 'a CONNECT proxy, such as http://proxy.example.com:3128');
}
