import { ACCOUNT, ALICE, OTHER_ACCOUNT } from "../testing/cases.ts";
import { ROOT, type Row, SERVICE, testRows } from "../testing/layer-rows.ts";
import { PAGES } from "../testing/pages.ts";

const TRUST: readonly Row[] = [
  [PAGES.trust, ALICE, { identity: "allow", trust: "silent" }, "implicitDeny", "trust"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ALICE.arn } } }, "allowed", "trust"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ACCOUNT } } }, "implicitDeny", "identity"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ACCOUNT } }, identity: "allow" }, "allowed", "identity"],
  [PAGES.trust, ALICE, { trust: { denies: { AWS: ALICE.arn } }, identity: "allow" }, "explicitDeny", "trust"],
  [PAGES.trust, SERVICE, { trust: { allows: { Service: "ecs.amazonaws.com" } } }, "allowed", "trust"],
  [PAGES.trust, SERVICE, { trust: { allows: { Service: "ec2.amazonaws.com" } } }, "implicitDeny", "trust"],
  [PAGES.trust, ROOT, { trust: "silent" }, "implicitDeny", "trust"],
];
const TRUST_ACROSS_ACCOUNTS: readonly Row[] = [
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ALICE.arn } } }, "implicitDeny", "identity"],
  [PAGES.trust, ALICE, { trust: { allows: { AWS: ACCOUNT } }, identity: "allow" }, "allowed", "identity"],
  [
    PAGES.trust,
    ALICE,
    { trust: { allows: { AWS: OTHER_ACCOUNT } }, identity: "allow" },
    "implicitDeny",
    "trust",
  ],
];

testRows("role trust policies", TRUST, ACCOUNT);
testRows("role trust policies across accounts", TRUST_ACROSS_ACCOUNTS, OTHER_ACCOUNT);
