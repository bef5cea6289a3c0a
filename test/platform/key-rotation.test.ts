import { createPolicyFeed, type PolicyFeed } from '@minigate/network';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseKinds } from '../../packages/platform/test/support/databases.ts';
import { newProgram } from '../../packages/platform/test/support/programs.ts';
import {
  startTestPlatform,
  type TestPlatform,
  type Visitor,
} from '../../packages/platform/test/support/test-platform.ts';

const keysPath = '/operator/v1/signing-keys';

function follow(platform: TestPlatform, appId: string, thumbprint: string): PolicyFeed {
  const feed = createPolicyFeed({
    issuer: platform.publicUrl,
    appId,
    thumbprint,
    announcements: false,
    now: () => platform.clock.now(),
  });
  onTestFinished(() => feed.close());
  return feed;
}

async function rotate(operator: Visitor): Promise<string> {
  const announced = (await operator.call('POST', keysPath)).body as { thumbprint: string };
  const switched = await operator.call('POST', `${keysPath}/${announced.thumbprint}/switch`);
  expect(switched.status).toBe(200);
  return announced.thumbprint;
}

async function currentKey(operator: Visitor): Promise<string> {
  const { body } = await operator.call('GET', keysPath);
  return (body as { signingKeys: readonly { thumbprint: string }[] }).signingKeys[0]?.thumbprint ?? '';
}

describe.each(databaseKinds)('an engine that pins a key of the platform, on %s', (kind) => {
  it('takes policies of later keys, whether it saw the handovers or none of them', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const operator = await platform.signIn({ operator: true });
    const first = await currentKey(operator);
    const follower = follow(platform, appId, first);
    await follower.ready;
    const before = follower.policy?.issuedAt ?? 0;
    for (let times = 0; times < 2; times += 1) {
      platform.clock.advance(1000);
      await rotate(operator);
    }
    await follower.refresh();
    expect(follower.fault).toBeUndefined();
    expect(follower.policy?.issuedAt).toBeGreaterThan(before);

    const newcomer = follow(platform, appId, first);
    await newcomer.ready;
    expect(newcomer.policy).toEqual(follower.policy);
  });

  it('takes none of a platform that has retired that key, and says why', async () => {
    const platform = await startTestPlatform(kind);
    const { appId } = await newProgram(platform);
    const operator = await platform.signIn({ operator: true });
    const first = await currentKey(operator);
    const second = await rotate(operator);
    expect((await operator.call('POST', `${keysPath}/${first}/retire`)).status).toBe(200);

    const late = follow(platform, appId, first);
    await late.ready;
    expect([late.policy, late.fault?.code]).toEqual([undefined, 'UNTRUSTED_KEY']);
    const informed = follow(platform, appId, second);
    await informed.ready;
    expect(informed.policy?.appId).toBe(appId);
  });
});
