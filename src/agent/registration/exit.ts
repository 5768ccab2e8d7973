/** The agent cannot go on; its process's supervisor reads the code: 1 is "start me again", 5 "don't". */
export class AgentExit extends Error {
  override readonly name = "AgentExit";
  readonly code: 1 | 5;

  constructor(code: 1 | 5, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
