import { Command } from 'commander';
import type { DoctorOptions } from '../doctor/examine-servers.ts';
import type { Io } from '../output.ts';

const examples = `
Examples:
  minigate doctor api.example.com
  minigate doctor https://api.example.com:8443/health cdn.example.com
  minigate doctor api.example.com --policy policy.json --json
  minigate doctor --acceleration --policy policy.json
  minigate doctor --acceleration --app my-program --platform https://platform.example.com
  minigate doctor api.example.com --resolve api.example.com=192.0.2.7 --ca staging.pem

Without --domain and --policy, each server is examined as if it were the only server domain.

Exit: 0 if nothing fails, or 1 if something does, or 2 if the command cannot be carried out.`;

/** `minigate doctor`. `done` gets the exit code. */
export function doctorCommand(io: Io, done: (code: number) => void): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  return new Command('doctor')
    .description(
      'Examine servers: name, addresses, TLS, certificates, redirects, charset, and what phones make of them',
    )
    .argument('[server...]', 'host names, server domains or URLs')
    .option(
      '--acceleration',
      'the candidates of an acceleration policy instead: who would be chosen, and why',
    )
    .optionsGroup('What the program may reach (flags with * may be repeated):')
    .option('--domain <url>', '* a server domain, such as https://api.example.com', collect)
    .option('--policy <file>', 'a policy document instead of --domain')
    .option('--app <id>', 'with --acceleration: a mini program of the platform, whose signed policy counts')
    .option('--platform <url>', 'the platform, such as https://platform.example.com')
    .option('--platform-key <thumbprint>', 'its key; without this, the one of the first use')
    .option('--api <name>', 'request (if left out), downloadFile, uploadFile or connectSocket')
    .optionsGroup('How the servers are found:')
    .option('--resolve <name=addr[:port]>', '* where a name leads, instead of DNS', collect)
    .option('--allow-address <cidr>', '* addresses that may be dialled though they are not public', collect)
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .option('--timeout <time>', 'how long each phase may take: 10s if left out, 30s at most')
    .optionsGroup('What it writes:')
    .option('--json', 'one JSON object a line instead of text')
    .addHelpText('after', examples)
    .action(async (servers: string[], flags: DoctorOptions) => {
      if (flags.acceleration === true) {
        const { examineAcceleration } = await import('../doctor/examine-acceleration.ts');
        done(await examineAcceleration(servers, flags, io));
        return;
      }
      const { examineServers } = await import('../doctor/examine-servers.ts');
      done(await examineServers(servers, flags, io));
    });
}
