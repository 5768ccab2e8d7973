import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { attachRolePolicy } from "../roles/attach-role-policy.ts";
import { createRole } from "../roles/create-role.ts";
import { awsError } from "../testing/aws-error.ts";
import { trusting } from "../testing/documents.ts";
import { createUser } from "../users/create-user.ts";
import { createAccountAlias } from "./create-account-alias.ts";
import { deleteAccountAlias } from "./delete-account-alias.ts";
import { ensureAccount } from "./ensure-account.ts";
import { getAccountAuthorizationDetails } from "./get-account-authorization-details.ts";
import { getAccountSummary } from "./get-account-summary.ts";
import { listAccountAliases } from "./list-account-aliases.ts";

const OTHER = "210987654321";
const otherRoot = {
  principal: { type: "Root", arn: `arn:aws:iam::${OTHER}:root`, accountId: OTHER },
  userId: OTHER,
} as const;

describe("accounts", () => {
  it("have one alias, which no other account has", async () => {
    const { call, state, world } = await openTestPlane();
    await state.transact((transaction) => ensureAccount(transaction, { accountId: OTHER, world }));
    await call(createAccountAlias, { AccountAlias: "first" });
    await call(createAccountAlias, { AccountAlias: "harbour" });
    assert.deepEqual((await call(listAccountAliases, {})).AccountAliases, ["harbour"]);
    await call(createAccountAlias, { AccountAlias: "first" }, otherRoot);
    await assert.rejects(
      call(createAccountAlias, { AccountAlias: "harbour" }, otherRoot),
      awsError("EntityAlreadyExists", "The account alias harbour already exists.", 409),
    );
    await assert.rejects(
      call(deleteAccountAlias, { AccountAlias: "first" }),
      awsError("NoSuchEntity", /first/, 404),
    );
    await call(deleteAccountAlias, { AccountAlias: "harbour" });
    assert.deepEqual((await call(listAccountAliases, {})).AccountAliases, []);
  });

  it("do not see each other", async () => {
    const { call, state, world } = await openTestPlane();
    await state.transact((transaction) => ensureAccount(transaction, { accountId: OTHER, world }));
    await call(createUser, { UserName: "alice" });
    await call(createUser, { UserName: "alice" }, otherRoot);
    const { UserDetailList } = await call(getAccountAuthorizationDetails, {}, otherRoot);
    assert.deepEqual(
      UserDetailList?.map(({ Arn }) => Arn),
      [`arn:aws:iam::${OTHER}:user/alice`],
    );
    assert.equal((await call(getAccountSummary, {})).SummaryMap?.Users, 1);
  });

  it("tell everything that decides, by page and by kind, with only those of AWS's policies that are used", async () => {
    const { call } = await openTestPlane();
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
    await call(createUser, { UserName: "alice" });
    await call(createRole, { RoleName: "worker", AssumeRolePolicyDocument: trusting({ AWS: ACCOUNT }) });
    await call(attachRolePolicy, { RoleName: "worker", PolicyArn });
    const all = await call(getAccountAuthorizationDetails, {});
    assert.deepEqual(
      all.Policies?.map(({ Arn }) => Arn),
      [PolicyArn],
    );
    assert.equal(all.Policies?.[0]?.PolicyVersionList?.length, 1);
    assert.deepEqual(all.RoleDetailList?.[0]?.AttachedManagedPolicies, [
      { PolicyName: "AmazonECS_FullAccess", PolicyArn },
    ]);
    const users = await call(getAccountAuthorizationDetails, { Filter: ["User"] });
    assert.deepEqual(users.RoleDetailList, []);
    assert.equal(users.UserDetailList?.length, 1);
    const page = await call(getAccountAuthorizationDetails, { MaxItems: 1 });
    const rest = await call(getAccountAuthorizationDetails, { Marker: page.Marker });
    const count = (answer: typeof page): number =>
      (answer.UserDetailList?.length ?? 0) +
      (answer.RoleDetailList?.length ?? 0) +
      (answer.Policies?.length ?? 0);
    assert.equal(count(page), 1);
    assert.equal(count(rest), 2);
  });
});
