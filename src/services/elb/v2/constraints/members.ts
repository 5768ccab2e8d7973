import { type Constraint, range, text } from "../../../iam/index.ts";

/** What a member must satisfy: itself, each of its entries, each of its members. */
export type Rule = {
  readonly constraint?: Constraint;
  readonly entry?: Rule;
  readonly members?: Readonly<Record<string, Rule>>;
};

const is = (constraint: Constraint): Rule => ({ constraint });
const listOf = (entry: Rule, constraint?: Constraint): Rule =>
  constraint === undefined ? { entry } : { entry, constraint };
const structure = (members: Readonly<Record<string, Rule>>): Rule => ({ members });
const long = (most: number, patternText?: string): Constraint => text(0, most, patternText);
const matches = (patternText: string): Constraint => long(Number.POSITIVE_INFINITY, patternText);

const TAG = "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$";
const port = is(range(1, 65_535));
const attribute = structure({
  Key: is(long(256, "^[a-zA-Z0-9._]+$")),
  Value: is(long(1024)),
});

const actions = listOf(
  structure({
    Order: is(range(1, 50_000)),
    RedirectConfig: structure({
      Protocol: is(matches("^(HTTPS?|#\\{protocol\\})$")),
      Host: is(text(1, 128)),
      Path: is(text(1, 128)),
      Query: is(text(0, 128)),
    }),
    FixedResponseConfig: structure({
      MessageBody: is(text(0, 1024)),
      StatusCode: is(matches("^(2|4|5)\\d\\d$")),
      ContentType: is(text(0, 32)),
    }),
  }),
);

/**
 * The constraints of the members of requests; a member has the same ones in every operation that has it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html (each operation's
 * parameters)
 */
export const RULES: Readonly<Record<string, Rule>> = {
  PageSize: is(range(1, 400)),
  Port: port,
  TargetControlPort: port,
  Priority: is(range(1, 50_000)),
  RulePriorities: listOf(structure({ Priority: is(range(1, 50_000)) })),
  HealthCheckIntervalSeconds: is(range(5, 300)),
  HealthCheckTimeoutSeconds: is(range(2, 120)),
  HealthyThresholdCount: is(range(2, 10)),
  UnhealthyThresholdCount: is(range(2, 10)),
  HealthCheckPath: is(text(1, 1024)),
  CustomerOwnedIpv4Pool: is(long(256, "^(ipv4pool-coip-)[a-zA-Z0-9]+$")),
  IpamPools: structure({ Ipv4IpamPoolId: is(long(1000, "^(ipam-pool-)[a-zA-Z0-9]+$")) }),
  Tags: listOf(structure({ Key: is(text(1, 128, TAG)), Value: is(text(0, 256, TAG)) }), range(1, 1000)),
  TagKeys: listOf(is(text(1, 128, TAG))),
  Attributes: listOf(attribute, range(0, 20)),
  Targets: listOf(structure({ Port: port })),
  DefaultActions: actions,
  Actions: actions,
  Conditions: listOf(structure({ Field: is(long(64)) })),
};
