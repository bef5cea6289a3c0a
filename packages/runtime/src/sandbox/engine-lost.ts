/** The instance is lost: memory that it cannot do without is missing, or a trap left it half-way. */
export class EngineLost extends Error {
  override readonly name = 'EngineLost';
  readonly reason: 'memory' | 'crash';

  constructor(reason: 'memory' | 'crash', cause?: unknown) {
    const trap = cause instanceof Error ? cause.message : 'The engine cannot go on.';
    super(reason === 'memory' ? 'There is no memory left: the program keeps more than it may have.' : trap, {
      cause,
    });
    this.reason = reason;
  }
}
