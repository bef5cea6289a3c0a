import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectedHosts, whyNoNamespaces } from '../support/namespaces.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { bundled } from './bundled.ts';

const avahi = '/usr/sbin/avahi-daemon';
const whyNoAvahi = whyNoNamespaces ?? (existsSync(avahi) ? undefined : 'avahi-daemon is not installed');

const configuration = `
[server]
host-name=printer
use-ipv6=yes
enable-dbus=no
allow-interfaces=lan0
`;

const service = `<?xml version="1.0" standalone='no'?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group>
  <name>Printer on the third floor</name>
  <service><type>_ipp._tcp</type><port>631</port></service>
</service-group>
`;

/** What avahi reads and writes, at places that only this process sees. */
function configured(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'services'));
  mkdirSync(join(folder, 'run'), { mode: 0o777 });
  writeFileSync(join(folder, 'avahi.conf'), configuration);
  writeFileSync(join(folder, 'services/printer.service'), service);
  return folder;
}

describe('Rule 21: services of a neighbour', () => {
  test('are found as avahi announces them, by their IPv4 address, and lost on its goodbye', async ({
    skip,
  }) => {
    skip(whyNoAvahi !== undefined, whyNoAvahi);
    const [own, neighbour] = connectedHosts();
    const folder = configured();
    const mounts = `mount --bind ${folder}/services /etc/avahi/services && mkdir -p /run/avahi-daemon && mount --bind ${folder}/run /run/avahi-daemon`;
    const daemon = neighbour.start(
      'sh',
      '-c',
      `${mounts} && exec ${avahi} --no-drop-root --no-chroot --no-rlimits --file ${folder}/avahi.conf 2>&1`,
    );
    const program = own.start(process.execPath, await bundled('program.ts'), 'discover', '_ipp._tcp.');
    expect(await program.line()).toBe('{"started":true}');
    const printer = { serviceType: '_ipp._tcp.', serviceName: 'Printer on the third floor' };
    expect(JSON.parse((await program.line()) ?? '')).toEqual({
      found: { ...printer, ip: neighbour.address, port: 631 },
    });
    await daemon.stop('SIGTERM');
    expect(JSON.parse((await program.line()) ?? '')).toEqual({ lost: printer });
  });
});
