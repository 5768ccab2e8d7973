import { ACCOUNT, ALICE } from "../testing/cases.ts";
import { ANONYMOUS, ROOT, type Row, SERVICE, SESSION, testRows } from "../testing/layer-rows.ts";
import { PAGES } from "../testing/pages.ts";

const ORGANIZATION: readonly Row[] = [
  [PAGES.scps, ALICE, { identity: "allow", scps: ["allow"] }, "allowed", "identity"],
  [PAGES.scps, ALICE, { identity: "allow", scps: ["silent"] }, "implicitDeny", "scp"],
  [PAGES.scps, ALICE, { identity: "allow", scps: ["deny"] }, "explicitDeny", "scp"],
  [PAGES.scps, ALICE, { scps: ["allow"] }, "implicitDeny", "identity"],
  [
    PAGES.scpEvaluation,
    ALICE,
    { identity: "allow", scps: ["allow", "allow", "allow"] },
    "allowed",
    "identity",
  ],
  [
    PAGES.scpEvaluation,
    ALICE,
    { identity: "allow", scps: ["allow", "silent", "allow"] },
    "implicitDeny",
    "scp",
  ],
  [PAGES.scpEvaluation, ALICE, { identity: "allow", scps: ["silent", "allow"] }, "implicitDeny", "scp"],
  [PAGES.scpEvaluation, ALICE, { identity: "allow", scps: ["allow", "deny"] }, "explicitDeny", "scp"],
  [PAGES.scps, ALICE, { identity: "allow", scps: [] }, "allowed", "identity"],
  [PAGES.scps, ALICE, { resource: "allow", scps: ["silent"] }, "implicitDeny", "scp"],
  [PAGES.scps, ROOT, { scps: ["silent"] }, "implicitDeny", "scp"],
  [PAGES.scps, ROOT, { scps: ["deny"] }, "explicitDeny", "scp"],
  [PAGES.scps, ROOT, { scps: ["allow"] }, "allowed", "root"],
  [
    PAGES.scps,
    { ...SESSION, serviceLinked: true },
    { identity: "allow", scps: ["deny"] },
    "allowed",
    "identity",
  ],
  [PAGES.scps, SERVICE, { resource: "allow", scps: ["deny"] }, "allowed", "resource"],
  [PAGES.rcps, ALICE, { identity: "allow", rcps: ["allow"] }, "allowed", "identity"],
  [PAGES.rcps, ALICE, { identity: "allow", rcps: ["silent"] }, "implicitDeny", "rcp"],
  [PAGES.rcps, ALICE, { identity: "allow", rcps: ["allow", "deny"] }, "explicitDeny", "rcp"],
  [PAGES.rcps, ROOT, { rcps: ["deny"] }, "explicitDeny", "rcp"],
  [PAGES.rcps, SERVICE, { resource: "allow", rcps: ["deny"] }, "explicitDeny", "rcp"],
  [PAGES.rcps, ANONYMOUS, { resource: "allow", rcps: ["deny"] }, "explicitDeny", "rcp"],
  [
    PAGES.rcps,
    { ...SESSION, serviceLinked: true },
    { identity: "allow", rcps: ["deny"] },
    "allowed",
    "identity",
  ],
  [PAGES.boundaries, ALICE, { identity: "allow", boundary: "allow", scps: ["allow"] }, "allowed", "identity"],
  [
    PAGES.boundaries,
    ALICE,
    { identity: "allow", boundary: "silent", scps: ["allow"] },
    "implicitDeny",
    "boundary",
  ],
];

testRows("in an organization", ORGANIZATION, ACCOUNT);
