/** The built-in container agent: a client of the control plane's public protocol, interchangeable with Amazon's. */
export { type Agent, type AgentStatus, startAgent, superviseAgent } from "./agent.ts";
export { clearInstance } from "./clear-instance.ts";
export { AgentSettingsError, agentSettingsFromEnvironment } from "./environment.ts";
export type { AgentConfiguration, AgentSettings, ImagePullBehavior } from "./settings.ts";
export { redirectTaskEndpoint, removeTaskEndpointRedirect } from "./task-endpoint/redirect.ts";
export { createTaskAddress, type TaskAddress } from "./task-endpoint/task-address.ts";
export { createTaskEndpoint, type TaskEndpoint } from "./task-endpoint/task-endpoint.ts";
export { environmentFromUserData } from "./user-data.ts";
