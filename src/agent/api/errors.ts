/** An error that the service answered with: AWS's code, text and HTTP status. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

// The codes by which AWS services ask a client to slow down.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
const throttling = new Set([
  "ThrottlingException",
  "Throttling",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "LimitExceededException",
  "SlowDown",
]);

/** Whether the same request may succeed a moment later without anybody changing anything. */
export const isTransient = (error: unknown): boolean =>
  error instanceof ApiError
    ? error.status >= 500 || throttling.has(error.code)
    : error instanceof Error && error.name === "ConnectionError";

/** Code and text in the form `Code: text`, for the agent's log. */
export const describeError = (error: unknown): string => {
  if (error instanceof ApiError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
};

/** The code and text in the body of an AWS JSON error. */
export const parseApiError = (body: string, status: number): ApiError => {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null) {
      const members = parsed as Readonly<Record<string, unknown>>;
      const type = members["__type"] ?? members["code"] ?? "UnknownError";
      const message = members["message"] ?? members["Message"] ?? "";
      return new ApiError(String(type).replace(/^.*#/, ""), String(message), status);
    }
  } catch {
    // Not JSON: what a proxy in between says; the status tells enough.
  }
  return new ApiError("UnknownError", `HTTP status ${status}`, status);
};
