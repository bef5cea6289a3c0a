import type { MiniProgram, Role } from '@minigate/platform';

/** What every screen of a mini program is given. */
export interface ProgramScreenProps {
  readonly program: MiniProgram;
  /** What the one who is signed in is in the team of the mini program. */
  readonly role: Role;
}
