import type { TestPlatform, Visitor } from './test-platform.ts';

/** A mini program in a new team, and the owner of that team. */
export interface TestProgram {
  readonly appId: string;
  readonly teamId: string;
  readonly owner: Visitor;
  /** Its path in the console's API. */
  readonly path: string;
}

export async function newProgram(platform: TestPlatform): Promise<TestProgram> {
  const { teamId, owner } = await platform.team();
  const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
  const { appId } = made.body as { appId: string };
  return { appId, teamId, owner, path: `/console/v1/mini-programs/${appId}` };
}
