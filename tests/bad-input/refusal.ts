import assert from "node:assert/strict";
import type { Clients } from "../product/clients.ts";

/** A call that cannot be, and AWS's answer to it. */
export type Refusal = {
  readonly what: string;
  readonly send: (clients: Clients) => Promise<unknown>;
  /** The error's name as the official client gives it. */
  readonly code: string;
  readonly status: number;
  readonly message: RegExp;
};

/** Whether an answer is the refusal that was expected. */
export const isRefusal =
  ({ code, status, message }: Pick<Refusal, "code" | "status" | "message">) =>
  (error: unknown): true => {
    assert.ok(error instanceof Error, String(error));
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    assert.equal(`${error.name} ${$metadata?.httpStatusCode}`, `${code} ${status}`, error.message);
    assert.match(error.message, message);
    return true;
  };
