import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { createAccessKey } from "../access-keys/create-access-key.ts";
import { awsError } from "../testing/aws-error.ts";
import { allowing, denying, trusting } from "../testing/documents.ts";
import { attachUserPolicy } from "../users/attach-user-policy.ts";
import { createUser } from "../users/create-user.ts";
import { detachUserPolicy } from "../users/detach-user-policy.ts";
import { putUserPermissionsBoundary } from "../users/put-user-permissions-boundary.ts";
import { putUserPolicy } from "../users/put-user-policy.ts";
import { createPolicy } from "./create-policy.ts";
import { createPolicyVersion } from "./create-policy-version.ts";
import { deletePolicy } from "./delete-policy.ts";
import { deletePolicyVersion } from "./delete-policy-version.ts";
import { getPolicy } from "./get-policy.ts";
import { getPolicyVersion } from "./get-policy-version.ts";
import { listEntitiesForPolicy } from "./list-entities-for-policy.ts";
import { listPolicies } from "./list-policies.ts";
import { listPolicyVersions } from "./list-policy-versions.ts";
import { setDefaultPolicyVersion } from "./set-default-policy-version.ts";

const PolicyName = "reader";
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/reader`;
const PolicyDocument = allowing("ecs:ListClusters");
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

const open = async () => {
  const plane = await openTestPlane();
  await plane.call(createPolicy, { PolicyName, PolicyDocument });
  return plane;
};

describe("managed policies", () => {
  it("are created as AWS shows them", async () => {
    const { call } = await openTestPlane();
    const { Policy } = await call(createPolicy, { PolicyName, PolicyDocument, Description: "reads" });
    const { PolicyId, CreateDate, UpdateDate, ...rest } = Policy ?? {};
    assert.match(PolicyId ?? "", /^ANPA[A-Z2-7]{17}$/);
    assert.deepEqual(CreateDate, UpdateDate);
    assert.deepEqual(rest, {
      PolicyName,
      Arn: PolicyArn,
      Path: "/",
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
    });
    assert.equal((await call(getPolicy, { PolicyArn })).Policy?.Description, "reads");
    await assert.rejects(
      call(createPolicy, { PolicyName: "READER", PolicyDocument }),
      awsError(
        "EntityAlreadyExists",
        "A policy called READER already exists. Duplicate names are not allowed.",
        409,
      ),
    );
  });

  it("have five versions at the most, of which one is in force", async () => {
    const { call } = await open();
    for (let version = 2; version <= 5; version++) {
      const made = await call(createPolicyVersion, {
        PolicyArn,
        PolicyDocument,
        SetAsDefault: version === 3,
      });
      assert.equal(made.PolicyVersion?.VersionId, `v${version}`);
    }
    await assert.rejects(
      call(createPolicyVersion, { PolicyArn, PolicyDocument }),
      awsError("LimitExceeded", /^A managed policy can have up to 5 versions\./, 409),
    );
    const { Versions } = await call(listPolicyVersions, { PolicyArn });
    assert.deepEqual(
      Versions?.map(({ VersionId }) => VersionId),
      ["v5", "v4", "v3", "v2", "v1"],
    );
    assert.deepEqual(
      Versions?.filter((version) => version.IsDefaultVersion).map(({ VersionId }) => VersionId),
      ["v3"],
    );
    await assert.rejects(
      call(deletePolicyVersion, { PolicyArn, VersionId: "v3" }),
      awsError("DeleteConflict", "Cannot delete the default version of a policy.", 409),
    );
    await call(deletePolicyVersion, { PolicyArn, VersionId: "v5" });
    // Numbers are never given again.
    const next = await call(createPolicyVersion, { PolicyArn, PolicyDocument });
    assert.equal(next.PolicyVersion?.VersionId, "v6");
    await assert.rejects(
      call(setDefaultPolicyVersion, { PolicyArn, VersionId: "v5" }),
      awsError("NoSuchEntity", /v5/, 404),
    );
    await assert.rejects(
      call(deletePolicy, { PolicyArn }),
      awsError("DeleteConflict", /^This policy has more than one version/, 409),
    );
  });

  it("answer a version with its document encoded", async () => {
    const { call } = await open();
    const { PolicyVersion } = await call(getPolicyVersion, { PolicyArn, VersionId: "v1" });
    assert.equal(decodeURIComponent(PolicyVersion?.Document ?? ""), PolicyDocument);
    const admin = await call(getPolicyVersion, { PolicyArn: ADMIN, VersionId: "v1" });
    assert.equal(JSON.parse(decodeURIComponent(admin.PolicyVersion?.Document ?? "")).Version, "2012-10-17");
  });

  it("stay while somebody has them, as policy or as boundary", async () => {
    const { call } = await open();
    const conflict = awsError("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
    await call(createUser, { UserName: "alice" });
    await call(createUser, { UserName: "bob" });
    await call(attachUserPolicy, { UserName: "alice", PolicyArn });
    await call(putUserPermissionsBoundary, { UserName: "bob", PermissionsBoundary: PolicyArn });
    const { Policy } = await call(getPolicy, { PolicyArn });
    assert.equal(Policy?.AttachmentCount, 1);
    assert.equal(Policy?.PermissionsBoundaryUsageCount, 1);
    const entities = await call(listEntitiesForPolicy, { PolicyArn });
    assert.deepEqual(
      entities.PolicyUsers?.map(({ UserName }) => UserName),
      ["alice"],
    );
    const bounded = await call(listEntitiesForPolicy, {
      PolicyArn,
      PolicyUsageFilter: "PermissionsBoundary",
    });
    assert.deepEqual(
      bounded.PolicyUsers?.map(({ UserName }) => UserName),
      ["bob"],
    );
    await assert.rejects(call(deletePolicy, { PolicyArn }), conflict);
    await call(detachUserPolicy, { UserName: "alice", PolicyArn });
    await assert.rejects(call(deletePolicy, { PolicyArn }), conflict);
    await assert.rejects(
      call(detachUserPolicy, { UserName: "alice", PolicyArn }),
      awsError("NoSuchEntity", `Policy ${PolicyArn} was not found.`, 404),
    );
  });

  it("are listed by owner and by use", async () => {
    const { call } = await open();
    await call(createUser, { UserName: "alice" });
    await call(attachUserPolicy, { UserName: "alice", PolicyArn: ADMIN });
    const arns = async (request: object) =>
      (await call(listPolicies, { MaxItems: 1000, ...request })).Policies?.map(({ Arn }) => Arn);
    assert.deepEqual(await arns({ Scope: "Local" }), [PolicyArn]);
    assert.deepEqual(await arns({ OnlyAttached: true }), [ADMIN]);
    const all = await arns({});
    assert.ok(all?.includes(PolicyArn) && all.includes(ADMIN));
    assert.ok(
      (await arns({ PathPrefix: "/service-role/" }))?.every((arn) => arn?.includes(":policy/service-role/")),
    );
  });

  it("of AWS cannot be changed, nor those of another account seen", async () => {
    const { call } = await openTestPlane();
    await assert.rejects(
      call(deletePolicy, { PolicyArn: ADMIN }),
      awsError("NoSuchEntity", `Policy ${ADMIN} was not found.`, 404),
    );
    await assert.rejects(
      call(createPolicyVersion, { PolicyArn: ADMIN, PolicyDocument }),
      awsError("NoSuchEntity", /was not found/),
    );
    const { call: other } = await open();
    const stranger = {
      principal: { type: "Root", arn: "arn:aws:iam::210987654321:root", accountId: "210987654321" },
      userId: "210987654321",
    } as const;
    await assert.rejects(
      other(getPolicy, { PolicyArn }, stranger),
      awsError("NoSuchEntity", /was not found/, 404),
    );
  });

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html and AWS's texts. */
  const refused: readonly (readonly [name: string, document: string, message: RegExp])[] = [
    ["no JSON", "{", /^Syntax errors in policy\.|^This policy contains invalid Json/],
    ["a principal", trusting({ AWS: "*" }), /^Policy document should not specify a principal\./],
    [
      "a resource that is no ARN",
      allowing("ecs:*").replace('"*"}', '"web"}').replace('"Resource":"*"', '"Resource":"web"'),
      /^Resource web must be in ARN format or "\*"\./,
    ],
    ["no version", allowing("ecs:*").replace('"Version":"2012-10-17",', ""), /./],
  ];
  for (const [name, document, message] of refused) {
    it(`are refused with ${name}, and the place is told`, async () => {
      const { call } = await openTestPlane();
      await assert.rejects(
        call(createPolicy, { PolicyName, PolicyDocument: document }),
        awsError("MalformedPolicyDocument", new RegExp(`${message.source}.*`, "s"), 400),
      );
      await assert.rejects(
        call(createPolicy, { PolicyName, PolicyDocument: document }),
        awsError("MalformedPolicyDocument", /line \d+, column \d+/),
      );
      assert.deepEqual((await call(listPolicies, { Scope: "Local" })).Policies, []);
    });
  }

  it("are held to 6,144 characters", async () => {
    const { call } = await openTestPlane();
    const long = allowing(
      ...Array.from({ length: 600 }, (_, index) => `ecs:A${String(index).padStart(5, "0")}`),
    );
    await assert.rejects(
      call(createPolicy, { PolicyName, PolicyDocument: long }),
      awsError("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", 409),
    );
  });

  it("inline may be replaced, and an explicit deny wins over every allow", async () => {
    const { call, callerOf } = await openTestPlane();
    await call(createUser, { UserName: "alice" });
    const alice = callerOf((await call(createAccessKey, { UserName: "alice" })).AccessKey);
    const put = (document: string) =>
      call(putUserPolicy, { UserName: "alice", PolicyName: "p", PolicyDocument: document });
    await put(allowing("iam:ListPolicies"));
    await call(listPolicies, { Scope: "Local" }, alice);
    await call(attachUserPolicy, { UserName: "alice", PolicyArn: ADMIN });
    await put(denying("iam:*"));
    await assert.rejects(
      call(listPolicies, { Scope: "Local" }, alice),
      awsError(
        "AccessDenied",
        `User: arn:aws:iam::${ACCOUNT}:user/alice is not authorized to perform: iam:ListPolicies on resource: * with an explicit deny in an identity-based policy`,
        403,
      ),
    );
  });
});
