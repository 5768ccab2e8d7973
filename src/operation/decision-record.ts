import type { Decision, Explanation, RequestContext } from "../authorization/index.ts";

/** What is remembered of one permission check. */
export type DecisionRecord = {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly operation: string;
  readonly region: string;
  readonly principal: string;
  readonly accountId: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: Decision;
  /** Whether the call went on: true for an allowed one, and for a denied one in audit mode or off. */
  readonly letThrough: boolean;
  readonly context: RequestContext;
  /** The sentence the caller was given; only for denials. */
  readonly message?: string;
  /** The whole trace; only for denials. */
  readonly explanation?: Explanation;
};
