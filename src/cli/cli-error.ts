/** Something the person at the keyboard can mend; shown as one line, without a stack. */
export class CliError extends Error {
  override readonly name = "CliError";
  /** What the process ends with; commands whose 1 is an answer end with 2. */
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
