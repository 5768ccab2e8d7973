import { ACCOUNT, ALICE } from "../testing/cases.ts";
import {
  ANONYMOUS,
  FEDERATED,
  ROLE_ARN,
  ROOT,
  type Row,
  SERVICE,
  SESSION,
  testRows,
} from "../testing/layer-rows.ts";
import { PAGES } from "../testing/pages.ts";

const SAME_ACCOUNT: readonly Row[] = [
  [PAGES.evaluation, ALICE, {}, "implicitDeny", "identity"],
  [PAGES.evaluation, ALICE, { identity: "allow" }, "allowed", "identity"],
  [PAGES.interplay, ALICE, { identity: "deny" }, "explicitDeny", "identity"],
  [PAGES.evaluation, ALICE, { resource: "allow" }, "allowed", "resource"],
  [PAGES.evaluation, ALICE, { identity: "allow", resource: "silent" }, "allowed", "identity"],
  [PAGES.evaluation, ALICE, { identity: "allow", resource: "deny" }, "explicitDeny", "resource"],
  [PAGES.evaluation, ALICE, { identity: "deny", resource: "allow" }, "explicitDeny", "identity"],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "allow" }, "allowed", "identity"],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "silent" }, "implicitDeny", "boundary"],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "deny" }, "explicitDeny", "boundary"],
  [PAGES.boundaries, ALICE, { boundary: "allow" }, "implicitDeny", "identity"],
  [PAGES.policies, SESSION, { identity: "allow" }, "allowed", "identity"],
  [PAGES.policies, SESSION, { identity: "allow", session: "allow" }, "allowed", "identity"],
  [PAGES.policies, SESSION, { identity: "allow", session: "silent" }, "implicitDeny", "session"],
  [PAGES.policies, SESSION, { identity: "allow", session: "deny" }, "explicitDeny", "session"],
  [PAGES.policies, SESSION, { session: "allow" }, "implicitDeny", "identity"],
  [PAGES.evaluation, FEDERATED, { identity: "allow" }, "implicitDeny", "session"],
  [PAGES.evaluation, FEDERATED, { identity: "allow", session: "allow" }, "allowed", "identity"],
  [PAGES.evaluation, FEDERATED, { session: "allow" }, "implicitDeny", "identity"],
  // Which principal a resource policy names decides whether implicit denies elsewhere count.
  [
    PAGES.evaluation,
    ALICE,
    { resource: { allows: { AWS: ALICE.arn } }, boundary: "silent" },
    "allowed",
    "resource",
  ],
  [
    PAGES.evaluation,
    ALICE,
    { resource: { allows: { AWS: ALICE.arn } }, boundary: "deny" },
    "explicitDeny",
    "boundary",
  ],
  [PAGES.evaluation, SESSION, { resource: { allows: { AWS: ROLE_ARN } } }, "allowed", "resource"],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: ROLE_ARN } }, boundary: "silent" },
    "implicitDeny",
    "boundary",
  ],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: ROLE_ARN } }, session: "silent" },
    "implicitDeny",
    "session",
  ],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: ROLE_ARN } }, boundary: "allow", session: "allow" },
    "allowed",
    "resource",
  ],
  [
    PAGES.evaluation,
    SESSION,
    { resource: { allows: { AWS: SESSION.arn } }, boundary: "silent", session: "silent" },
    "allowed",
    "resource",
  ],
  [PAGES.evaluation, FEDERATED, { resource: { allows: { AWS: FEDERATED.arn } } }, "allowed", "resource"],
  [PAGES.evaluation, FEDERATED, { resource: { allows: { AWS: ALICE.arn } } }, "implicitDeny", "session"],
  [
    PAGES.evaluation,
    FEDERATED,
    { resource: { allows: { AWS: ALICE.arn } }, session: "allow" },
    "allowed",
    "resource",
  ],
  [
    PAGES.evaluation,
    FEDERATED,
    { resource: { allows: { AWS: ALICE.arn } }, session: "allow", boundary: "silent" },
    "implicitDeny",
    "boundary",
  ],
  // The account is trusted, not its principals: its own policies must allow as well.
  [PAGES.principal, ALICE, { resource: { allows: { AWS: ACCOUNT } } }, "implicitDeny", "identity"],
  [
    PAGES.principal,
    ALICE,
    { resource: { allows: { AWS: ACCOUNT } }, identity: "allow" },
    "allowed",
    "identity",
  ],
  // "For IAM users and role principals within your account, no other permissions are required."
  [
    PAGES.principal,
    SESSION,
    { resource: { allows: "*" }, boundary: "silent", session: "silent" },
    "allowed",
    "resource",
  ],
  [
    PAGES.principal,
    SERVICE,
    { resource: { allows: { Service: "ecs.amazonaws.com" } } },
    "allowed",
    "resource",
  ],
  [PAGES.principal, SERVICE, {}, "implicitDeny", "resource"],
  [PAGES.principal, ANONYMOUS, { resource: "allow" }, "allowed", "resource"],
  [PAGES.principal, ANONYMOUS, { resource: { allows: { AWS: ACCOUNT } } }, "implicitDeny", "resource"],
];

const THE_ROOT_USER: readonly Row[] = [
  [PAGES.evaluation, ROOT, {}, "allowed", "root"],
  [PAGES.evaluation, ROOT, { resource: "silent" }, "allowed", "root"],
  [PAGES.evaluation, ROOT, { resource: "deny" }, "explicitDeny", "resource"],
  [PAGES.evaluation, ROOT, { boundary: "silent" }, "allowed", "root"],
];

testRows("within an account", SAME_ACCOUNT, ACCOUNT);
testRows("the root user", THE_ROOT_USER, ACCOUNT);
