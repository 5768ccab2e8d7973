import { ACCOUNT, ALICE, OTHER_ACCOUNT } from "../testing/cases.ts";
import { ROLE_ARN, ROOT, type Row, SESSION, testRows } from "../testing/layer-rows.ts";
import { PAGES } from "../testing/pages.ts";

const ACROSS_ACCOUNTS: readonly Row[] = [
  [PAGES.crossAccount, ALICE, { identity: "allow" }, "implicitDeny", "resource"],
  [PAGES.crossAccount, ALICE, { resource: "allow" }, "implicitDeny", "identity"],
  [PAGES.crossAccount, ALICE, { identity: "allow", resource: "allow" }, "allowed", "identity"],
  [
    PAGES.crossAccount,
    ALICE,
    { identity: "allow", resource: { allows: { AWS: ACCOUNT } } },
    "allowed",
    "identity",
  ],
  [PAGES.crossAccount, ALICE, { resource: { allows: { AWS: ALICE.arn } } }, "implicitDeny", "identity"],
  [
    PAGES.crossAccount,
    ALICE,
    { identity: "allow", resource: { allows: { AWS: ALICE.arn } } },
    "allowed",
    "identity",
  ],
  [
    PAGES.crossAccount,
    ALICE,
    { identity: "allow", boundary: "silent", resource: { allows: { AWS: ALICE.arn } } },
    "implicitDeny",
    "boundary",
  ],
  [
    PAGES.crossAccount,
    SESSION,
    { identity: "allow", session: "silent", resource: { allows: { AWS: SESSION.arn } } },
    "implicitDeny",
    "session",
  ],
  [PAGES.crossAccount, ALICE, { identity: "allow", resource: "deny" }, "explicitDeny", "resource"],
  [PAGES.crossAccount, ALICE, { identity: "deny", resource: "allow" }, "explicitDeny", "identity"],
  [PAGES.crossAccount, ROOT, { resource: { allows: { AWS: ACCOUNT } } }, "allowed", "resource"],
  [PAGES.crossAccount, ROOT, {}, "implicitDeny", "resource"],
  [
    PAGES.crossAccount,
    SESSION,
    { identity: "allow", resource: { allows: { AWS: ROLE_ARN } } },
    "allowed",
    "identity",
  ],
];

testRows("across accounts", ACROSS_ACCOUNTS, OTHER_ACCOUNT);
