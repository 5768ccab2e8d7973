import type { AssumeRoleRequest } from "@aws-sdk/client-sts";
import { type Caller, type Operation, operation } from "../../operation/index.ts";
import type { Given } from "../iam/index.ts";
import { roleGrant } from "./assume-role.ts";
import { assumeRoleNeeds } from "./assume-role-needs.ts";

/**
 * AssumeRole for parts of the control plane that act in a role themselves: decided and recorded as AssumeRole is, but
 * it answers the session as a caller, and no credentials are made that somebody could find. Nobody can call it from
 * outside.
 */
export const holdRole: Operation<Given<AssumeRoleRequest>, Caller> = operation("AssumeRole", {
  needs: assumeRoleNeeds,
  run: (context) => roleGrant(context),
});
