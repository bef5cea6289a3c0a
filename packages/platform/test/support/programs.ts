import type { TestPlatform, Visitor } from './test-platform.ts';

/** A registered mini program, and the owner of its team. */
export interface TestProgram {
  readonly appId: string;
  readonly owner: Visitor;
}

export async function registerProgram({ team }: TestPlatform): Promise<TestProgram> {
  const { teamId, owner } = await team();
  const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
  return { appId: (made.body as { appId: string }).appId, owner };
}
