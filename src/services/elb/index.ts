export { certificateUsers } from "./certificate-users.ts";
export { elbClassic } from "./classic/service.ts";
export { elbV2 } from "./v2/service.ts";
