/** Whose credentials sign a call. */
export type Identity = {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** How a call ended, in the words of the API. */
export type Outcome =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly status?: number };

/** A call as the API's own documentation writes it: members and values. */
export type ApiCall = {
  readonly service: "ecs" | "iam" | "sts" | "ec2" | "elbv2" | "elb";
  /** For example `RunTask`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** The waiters of ECS that the stories use, as the AWS CLI names them. */
export type EcsWaiter = "tasks-running" | "tasks-stopped" | "services-stable" | "services-inactive";

/** What a waiter waits for: the tasks or the services that it is named after. */
export type Awaited = { readonly cluster: string; readonly names: readonly string[] };

/** A real AWS client: the AWS CLI, or the AWS SDK. */
export type Client = {
  readonly name: string;
  /** The call as a person would type it. */
  readonly show: (call: ApiCall) => string;
  readonly call: (as: Identity, call: ApiCall) => Promise<Outcome>;
  readonly wait: (as: Identity, waiter: EcsWaiter, awaited: Awaited) => Promise<Outcome>;
};

/** A value somewhere inside an output; undefined where there is none. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null
        ? (found as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );

/** The same, for a text that has to be there. */
export const textAt = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = at(value, ...path);
  if (typeof found !== "string") throw new Error(`no text at ${path.join(".")} in ${JSON.stringify(value)}`);
  return found;
};

/** A list somewhere inside an output; empty where there is none. */
export const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};
