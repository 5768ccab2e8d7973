import type { PolicyLayers } from "../../src/authorization/index.ts";
import type { Caller } from "../../src/operation/index.ts";
import { createAccessKey } from "../../src/services/iam/access-keys/create-access-key.ts";
import { createPolicy } from "../../src/services/iam/policies/create-policy.ts";
import { createPolicyVersion } from "../../src/services/iam/policies/create-policy-version.ts";
import { attachUserPolicy } from "../../src/services/iam/users/attach-user-policy.ts";
import { createUser } from "../../src/services/iam/users/create-user.ts";
import { putUserPolicy } from "../../src/services/iam/users/put-user-policy.ts";
import { openTestPlane } from "../../src/services/sts/testing/plane.ts";
import { ACCOUNT, statementsOf } from "./workload.ts";

const documentOf = (team: number): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statementsOf(team) });

/** How many of `users` principals' compiled sets are made anew after a change of one document. */
export const countCacheMisses = async (
  users: number,
): Promise<{
  readonly afterInline: number;
  readonly afterShared: number;
  readonly withoutChange: number;
}> => {
  const { call, callerOf, plane, state } = await openTestPlane();
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/team0`;
  await call(createPolicy, { PolicyName: "team0", PolicyDocument: documentOf(0) });
  const callers: Caller[] = [];
  for (let number = 0; number < users; number++) {
    const UserName = `user${number}`;
    await call(createUser, { UserName });
    await call(putUserPolicy, { UserName, PolicyName: "own", PolicyDocument: documentOf(number % 12) });
    if (number % 10 === 0) await call(attachUserPolicy, { UserName, PolicyArn });
    callers.push(callerOf((await call(createAccessKey, { UserName })).AccessKey));
  }
  const need = { action: "ecs:RunTask", resource: "*" };
  const look = (): readonly PolicyLayers[] =>
    callers.map((caller) => plane.authority.layersFor(state, caller, need));
  let before = look();
  const misses = (): number => {
    const now = look();
    const count = now.filter((layers, at) => layers.identity !== before[at]?.identity).length;
    before = now;
    return count;
  };
  const withoutChange = misses();
  await call(putUserPolicy, { UserName: "user7", PolicyName: "own", PolicyDocument: documentOf(3) });
  const afterInline = misses();
  await call(createPolicyVersion, { PolicyArn, PolicyDocument: documentOf(1), SetAsDefault: true });
  return { withoutChange, afterInline, afterShared: misses() };
};
