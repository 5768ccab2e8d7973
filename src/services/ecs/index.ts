export { type AgentChannels, createAgentChannels, startEcsControllers } from "./agents/index.ts";
export { ecs } from "./service.ts";
