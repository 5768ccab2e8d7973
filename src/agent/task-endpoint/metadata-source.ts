import type { EndpointAnswer } from "./task-endpoint.ts";

/** What the metadata endpoint tells a container about itself and its task. */
export type MetadataSource = {
  readonly container: () => Promise<unknown>;
  readonly task: () => Promise<unknown>;
  readonly taskWithTags: () => Promise<unknown>;
  readonly containerStats: () => Promise<unknown>;
  readonly taskStats: () => Promise<unknown>;
  /** `GET` or `PUT` of `/task-protection/v1/state`. */
  readonly taskProtection: (method: string, body: string) => Promise<EndpointAnswer>;
};
