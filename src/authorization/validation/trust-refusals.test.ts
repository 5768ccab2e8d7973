import { type Row, TRUST, testRefusals, trust } from "../testing/refusals.ts";

/**
 * The texts were recorded from AWS by others: moto's tests of IAM policy validation, which its authors ran against
 * AWS, and errors that users pasted in public threads.
 */
const ROWS: readonly Row[] = [
  trust(
    "a trust policy without effect",
    { Effect: undefined },
    "MissingEffect",
    "Missing required field Effect",
  ),
  trust("an effect of its own", { Effect: "Maybe" }, "InvalidEffect", "Invalid effect: Maybe"),
  trust("no principal", { Principal: undefined }, "MissingPrincipal", "Missing required field Principal"),
  trust(
    "an empty principal",
    { Principal: {} },
    "EmptyPrincipal",
    "Missing required field Principal cannot be empty!",
  ),
  trust(
    "a principal that names nobody",
    { Principal: { AWS: [] } },
    "EmptyPrincipal",
    "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!",
  ),
  trust(
    "a kind of principal that is none",
    { Principal: { User: "x" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "User"',
  ),
  trust(
    "a principal that is none",
    { Principal: { AWS: "alice" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "AWS":"alice"',
  ),
  trust(
    "a principal with a wildcard",
    { Principal: { AWS: "arn:aws:iam::123456789012:role/*" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*"',
  ),
  trust(
    "a service that is none",
    { Principal: { Service: "ecs" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "SERVICE":"ecs"',
  ),
  trust(
    "NotPrincipal in an Allow",
    { Principal: undefined, NotPrincipal: { AWS: "123456789012" } },
    "ProhibitedNotPrincipal",
    "Allow with NotPrincipal is not allowed.",
  ),
  trust("a resource", { Resource: "*" }, "ProhibitedResource", "Has prohibited field Resource"),
  trust(
    "NotResource",
    { NotResource: "*" },
    "ProhibitedResource",
    "AssumeRole policy must not contain resources.",
  ),
  trust("no action", { Action: undefined }, "MissingAction", "Missing required field Action"),
  trust(
    "another action",
    { Action: "ecs:RunTask" },
    "NotAssumeRoleAction",
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ),
  trust(
    "every action",
    { Action: "*" },
    "NotAssumeRoleAction",
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ),
  [
    "no statement",
    "trust",
    { Version: "2012-10-17", Statement: [] },
    "EmptyStatement",
    "Could not parse the policy: Statement is empty!",
  ],
  [
    "an unknown version",
    "trust",
    { Version: "2012", Statement: TRUST },
    "InvalidVersion",
    "The policy must contain a valid version string",
  ],
  [
    "a Sid twice",
    "trust",
    {
      Statement: [
        { ...TRUST, Sid: "A" },
        { ...TRUST, Sid: "A" },
      ],
    },
    "DuplicateSid",
    "The Statement Ids in the policy are not unique",
  ],
];

testRefusals("a trust policy is refused for", ROWS);
