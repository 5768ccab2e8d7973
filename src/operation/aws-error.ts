/** An error that a client sees: AWS's code, HTTP status and text. */
export class AwsError extends Error {
  /** AWS's error code, for example `ClusterNotFoundException`. */
  readonly code: string;
  readonly httpStatus: number;
  /** Whose fault it is: `Sender` or `Receiver` in the Query protocol's words. */
  readonly fault: "Sender" | "Receiver";
  /** Further members of the error's shape. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { readonly httpStatus?: number; readonly members?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.httpStatus = options.httpStatus ?? 400;
    this.fault = this.httpStatus >= 500 ? "Receiver" : "Sender";
    this.members = options.members ?? {};
  }
}
