import { newProgram, type TestProgram } from '../../../packages/platform/test/support/programs.ts';
import {
  startTestPlatform,
  type TestPlatform,
} from '../../../packages/platform/test/support/test-platform.ts';
import { TestClock } from '../../../packages/platform/test/support/test-clock.ts';
import type { HttpsServer } from '../../support/https-server.ts';
import { serve } from '../../support/servers.ts';

/** A platform as the world sees it: by https, under its name. */
export interface PublicPlatform {
  readonly platform: TestPlatform;
  readonly issuer: string;
  /** What clients reach: it hands everything on to the platform. */
  readonly front: HttpsServer;
  readonly program: TestProgram;
  /** The thumbprint of the key that signs. */
  readonly thumbprint: string;
  /** Replaces the server domains, as the owner of the mini program. */
  allow(...serverDomains: string[]): Promise<void>;
}

const name = 'platform.example.test';

/** A real platform behind a server that ends TLS, and a mini program on it. Its clock is that of the machine. */
export async function publicPlatform(): Promise<PublicPlatform> {
  const issuer = `https://${name}`;
  const platform = await startTestPlatform('sqlite', {
    environment: { MINIGATE_PUBLIC_URL: issuer },
    clock: new TestClock(Date.now()),
  });
  const front = await serve(
    async ({ method, url }, response) => {
      const answer = await fetch(new URL(url, platform.address), { method });
      const kept = ['content-type', 'etag', 'cache-control'].flatMap((field) => {
        const value = answer.headers.get(field);
        return value === null ? [] : [[field, value] as const];
      });
      response.writeHead(answer.status, Object.fromEntries(kept));
      response.end(Buffer.from(await answer.arrayBuffer()));
    },
    { names: [name] },
  );
  const program = await newProgram(platform);
  const { body } = await platform.nobody.call('GET', '/.well-known/jwks.json');
  const [key] = (body as { keys: { kid: string }[] }).keys;
  return {
    platform,
    issuer,
    front,
    program,
    thumbprint: key?.kid ?? '',
    async allow(...serverDomains) {
      const path = `${program.path}/server-domains`;
      const { body: before } = await program.owner.call('GET', path);
      const { version } = before as { version: number };
      const { status } = await program.owner.call('PUT', path, { version, serverDomains });
      if (status !== 200) throw new Error(`The change was answered with ${status}.`);
    },
  };
}
