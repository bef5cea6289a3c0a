/** What the simulator, or the way to it, had to say instead of an answer. */
export class SimulatorProblem extends Error {
  override readonly name = 'SimulatorProblem';
  /** 0: nothing answered. 401: the page has no cookie that holds. 409: it changed meanwhile. */
  readonly status: number;
  readonly fix: string | undefined;

  constructor(status: number, message: string, fix?: string) {
    super(message);
    this.status = status;
    this.fix = fix;
  }
}
