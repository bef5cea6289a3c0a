/** What a page asked for cannot be done. Its sentences are for the person at the page. */
export class SimulatorError extends Error {
  override readonly name = 'SimulatorError';
  /** Of the answer. */
  readonly status: number;
  readonly fix: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    { fix, headers = {} }: { fix?: string; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.fix = fix;
    this.headers = headers;
  }
}
