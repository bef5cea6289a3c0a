/** The instance is lost: memory that it cannot do without is missing, or a trap left it half-way. */
export class EngineLost extends Error {
  override readonly name = 'EngineLost';
  readonly reason: 'memory' | 'crash';

  constructor(reason: 'memory' | 'crash', cause?: unknown) {
    super(cause instanceof Error ? cause.message : 'There is no memory left.', { cause });
    this.reason = reason;
  }
}
