import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Network } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { downloadLogged } from '../support/calls.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const url = 'https://api.example.test/';

/** A network whose user folder has a folder `inner`, beside a folder that is out of reach. */
async function withFolders() {
  const root = temporaryFolder();
  const [user, outside] = [join(root, 'user'), join(root, 'outside')];
  for (const folder of [join(user, 'inner'), outside, join(root, 'user-evil')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(outside, 'secret'), 'secret');
  const server = await serve((_request, response) => void response.end('new'));
  return { root, user, outside, server, network: loopbackNetwork(server, { userDirectory: user }) };
}

async function expectRefused(network: Network, filePath: string) {
  expect(await downloadLogged(network, { url, filePath }).done).toMatchObject({
    errMsg: 'downloadFile:fail permission denied can not open file filepath',
    errno: 603303,
  });
}

describe('Rule 16: a path cannot leave the two folders', () => {
  it.each([
    ['up', 'USER/../outside/file'],
    ['up and out of a folder that does not exist', 'USER/none/../../outside/file'],
    ['to an absolute path', 'ROOT/outside/file'],
    ['to a folder whose name begins the same', 'ROOT/user-evil/file'],
    ['to the root', '/file'],
    ['by a relative path', 'file'],
    ['by a relative path with dots', './file'],
    ['by a file URL', 'file://USER/file'],
    ['by a path of the sandbox', 'wxfile://usr/file'],
    ['by NUL', 'USER/file\0.txt'],
    ['into a folder that does not exist', 'USER/none/file'],
    ['through a file', 'USER/../outside/secret/file'],
    ['onto the folder itself', 'USER'],
    ['onto the folder itself, with a slash', 'USER/'],
    ['onto a folder', 'USER/inner'],
    ['onto a folder, by a dot', 'USER/inner/.'],
    ['with a name of 5,000 letters', `USER/${'x'.repeat(5_000)}`],
    ['with a name of 256 letters', `USER/${'x'.repeat(256)}`],
  ])('%s', async (_how, path) => {
    const { network, root, user, outside, server } = await withFolders();
    await expectRefused(network, path.replace('USER', user).replace('ROOT', root));
    expect(server.accepted()).toBe(0);
    expect(readdirSync(outside)).toEqual(['secret']);
    expect(readdirSync(user)).toEqual(['inner']);
  });

  it('through a folder that is a link', async () => {
    const { network, user, outside } = await withFolders();
    symlinkSync(outside, join(user, 'link'));
    symlinkSync(join(user, 'link'), join(user, 'inner', 'link-to-link'));
    await expectRefused(network, join(user, 'link', 'file'));
    await expectRefused(network, join(user, 'inner', 'link-to-link', 'file'));
    await expectRefused(network, `${user}/link/../outside/file`);
    expect(readdirSync(outside)).toEqual(['secret']);
  });

  it('through a link that leads nowhere, or in a circle', async () => {
    const { network, user } = await withFolders();
    symlinkSync(join(user, 'nowhere'), join(user, 'dangling'));
    symlinkSync(join(user, 'circle'), join(user, 'circle'));
    await expectRefused(network, join(user, 'dangling', 'file'));
    await expectRefused(network, join(user, 'circle', 'file'));
  });

  it('a file that is a link is replaced, not followed, wherever it leads', async () => {
    const { network, user, outside } = await withFolders();
    symlinkSync(join(outside, 'secret'), join(user, 'link'));
    symlinkSync(join(outside, 'nothing-yet'), join(user, 'dangling'));
    for (const name of ['link', 'dangling']) {
      const filePath = join(user, name);
      expect(await downloadLogged(network, { url, filePath }).done).toMatchObject({ statusCode: 200 });
      expect(readFileSync(filePath, 'utf8')).toBe('new');
    }
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
    expect(existsSync(join(outside, 'nothing-yet'))).toBe(false);
  });

  it('a folder that is exchanged for a link while the call runs is not followed', async () => {
    const { network, user, outside } = await withFolders();
    network.on('send', () => {
      renameSync(join(user, 'inner'), join(user, 'moved'));
      symlinkSync(outside, join(user, 'inner'));
    });
    await expectRefused(network, join(user, 'inner', 'file'));
    expect(readdirSync(outside)).toEqual(['secret']);
  });

  it('a link within the folders may be used', async () => {
    const { network, user } = await withFolders();
    symlinkSync(join(user, 'inner'), join(user, 'link'));
    const filePath = join(user, 'link', 'file');
    expect(await downloadLogged(network, { url, filePath }).done).toMatchObject({ filePath });
    expect(readdirSync(join(user, 'inner'))).toEqual(['file']);
  });

  it('a user folder that is itself a link is resolved once', async () => {
    const { root, user, server } = await withFolders();
    const link = join(root, 'link');
    symlinkSync(user, link);
    const network = loopbackNetwork(server, { userDirectory: link });
    expect(network.userDirectory).toBe(user);
    for (const filePath of [join(user, 'a'), join(link, 'b')]) {
      expect((await downloadLogged(network, { url, filePath }).done).statusCode).toBe(200);
    }
    expect(readdirSync(user).toSorted()).toEqual(['a', 'b', 'inner']);
  });
});
