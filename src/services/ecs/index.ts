export { ecs } from "./service.ts";
