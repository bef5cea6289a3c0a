/** The mini program cannot be run as it is; the message says what to mend. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}
