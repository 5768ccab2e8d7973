import type { ApiCall, Client, EcsWaiter, Identity, Outcome } from "./clients/client.ts";
import type { Harbour } from "./harbour.ts";

/** A call that should succeed, and what its output should show. */
export type Allowed = {
  readonly ok: true;
  readonly because: string;
  readonly check?: (output: unknown) => boolean;
};

/** A call that should be refused, with AWS's code, text and status. */
export type Refused = {
  readonly refused: string;
  readonly message: string | RegExp;
  readonly status?: number;
};

/** One line of the voyage's log. */
export type LogEntry = { readonly step: string; readonly what: string; readonly asExpected: boolean };

/** What a step of the voyage works with: it prints each command, its output, and whether it was as expected. */
export class Voyage {
  readonly client: Client;
  readonly harbour: Harbour;
  readonly log: LogEntry[] = [];
  readonly #print: (text: string) => void;
  #step = "";

  constructor(client: Client, harbour: Harbour, print: (text: string) => void) {
    this.client = client;
    this.harbour = harbour;
    this.#print = print;
  }

  /** Begins a step of the story. */
  begin(title: string): void {
    this.#step = title;
    this.#print(`\n== ${title}\n`);
  }

  /** Makes a call and holds it to what is expected; answers its output (undefined when it was refused). */
  async call(
    as: Identity,
    service: ApiCall["service"],
    operation: string,
    input: Readonly<Record<string, unknown>>,
    expected: Allowed | Refused,
  ): Promise<unknown> {
    const call = { service, operation, input };
    this.#print(`\n${as.name} $ ${this.client.show(call)}`);
    const outcome = await this.client.call(as, call);
    this.#judge(`${service}:${operation} by ${as.name}`, outcome, expected);
    return outcome.ok ? outcome.output : undefined;
  }

  /** Waits with the client's own waiter. */
  async wait(as: Identity, waiter: EcsWaiter, cluster: string, name: string): Promise<void> {
    this.#print(`\n${as.name} $ wait ${waiter} ${name}`);
    const outcome = await this.client.wait(as, waiter, { cluster, names: [name] });
    this.note(`wait ${waiter}`, outcome.ok, outcome.ok ? "reached" : `${outcome.code}: ${outcome.message}`);
  }

  /** Repeats a call until its output satisfies `done`; gives up after a minute. */
  async until(
    as: Identity,
    service: ApiCall["service"],
    operation: string,
    input: Readonly<Record<string, unknown>>,
    what: string,
    done: (output: unknown) => boolean,
  ): Promise<unknown> {
    const call = { service, operation, input };
    this.#print(`\n${as.name} $ ${this.client.show(call)}   # until ${what}`);
    const end = Date.now() + 60_000;
    for (;;) {
      const outcome = await this.client.call(as, call);
      if (outcome.ok && done(outcome.output)) {
        this.note(what, true, JSON.stringify(outcome.output, undefined, 2));
        return outcome.output;
      }
      if (Date.now() > end) {
        this.note(what, false, `not within a minute: ${JSON.stringify(outcome)}`);
        return undefined;
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** Runs the project's own command line. */
  async portreeve(args: readonly string[], expected: RegExp): Promise<void> {
    this.#print(`\n$ portreeve ${args.join(" ")}`);
    const text = await this.harbour.portreeve(args);
    this.note(`portreeve ${args[0]} says ${expected}`, expected.test(text), text.trimEnd());
  }

  /** Writes down a fact and whether it was as expected. */
  note(what: string, asExpected: boolean, detail = ""): void {
    this.log.push({ step: this.#step, what, asExpected });
    if (detail !== "") this.#print(detail);
    this.#print(asExpected ? `   ✓ as expected: ${what}` : `   ✗ NOT AS EXPECTED: ${what}`);
  }

  #judge(what: string, outcome: Outcome, expected: Allowed | Refused): void {
    if ("ok" in expected) this.#judgeAllowed(outcome, expected);
    else this.#judgeRefused(what, outcome, expected);
  }

  #judgeAllowed(outcome: Outcome, expected: Allowed): void {
    if (!outcome.ok) {
      this.note(expected.because, false, `${outcome.code}: ${outcome.message}`);
      return;
    }
    const right = expected.check === undefined || expected.check(outcome.output);
    this.note(expected.because, right, shown(outcome.output));
  }

  #judgeRefused(what: string, outcome: Outcome, expected: Refused): void {
    if (outcome.ok) {
      this.note(`${what} is refused`, false, shown(outcome.output));
      return;
    }
    const { code, message, status } = outcome;
    const sameText =
      typeof expected.message === "string" ? message === expected.message : expected.message.test(message);
    const sameStatus = status === undefined || expected.status === undefined || status === expected.status;
    const right = code === expected.refused && sameText && sameStatus;
    const detail = `${code}${status === undefined ? "" : ` (HTTP ${status})`}: ${message}`;
    this.note(right ? `${what}: ${code}` : `${expected.refused}: ${expected.message}`, right, detail);
  }
}

const shown = (output: unknown): string => {
  const { $metadata: _, ...members } = output as { readonly $metadata?: unknown };
  return JSON.stringify(members, hideSecrets, 2);
};

const hideSecrets = (name: string, value: unknown): unknown =>
  name === "SecretAccessKey" || name === "SessionToken" ? "(not shown)" : value;
