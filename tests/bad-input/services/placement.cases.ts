import { api, type BadRow, INVALID, PARSER, PREFLIGHT, QUERY_LANGUAGE, UNREADABLE } from "./row.ts";

const create = (placement: object): object => ({
  cluster: "demo",
  serviceName: "half",
  taskDefinition: "web:1",
  desiredCount: 1,
  ...placement,
});
const update = (placement: object): object => ({ cluster: "demo", service: "web", ...placement });
const run = (placement: object): object => ({ cluster: "demo", taskDefinition: "web:1", ...placement });

const CALLS = [
  ["CreateService", create],
  ["UpdateService", update],
  ["RunTask", run],
] as const;

type Placement = readonly [what: string, placement: object, text: string | RegExp, source: string];

const strategy = (...placementStrategy: readonly object[]): object => ({ placementStrategy });
const constraint = (...placementConstraints: readonly object[]): object => ({ placementConstraints });
const memberOf = (expression: string): object => constraint({ type: "memberOf", expression });

const unreadable = (expression: string, position: number): Placement => [
  `the expression ${expression}`,
  memberOf(expression),
  new RegExp(`^Invalid expression: .* at position ${position}\\.$`),
  QUERY_LANGUAGE,
];

/** What is refused in the same words wherever tasks are placed. */
const EVERYWHERE: readonly Placement[] = [
  [
    "six strategies",
    strategy(...Array.from({ length: 6 }, () => ({ type: "random" }))),
    "Maximum number of strategies is 5",
    PREFLIGHT,
  ],
  [
    "binpack of disks",
    strategy({ type: "binpack", field: "disk" }),
    "binpack field 'disk' is invalid",
    PREFLIGHT,
  ],
  [
    "random by something",
    strategy({ type: "random", field: "cpu" }),
    "random field should not be specified",
    PREFLIGHT,
  ],
  [
    "spread by nothing",
    strategy({ type: "spread" }),
    "spread field should be specified",
    api("PlacementStrategy"),
  ],
  [
    "distinct instances by an expression",
    constraint({ type: "distinctInstance", expression: "attribute:a exists" }),
    "distinctInstance expression should not be specified",
    PREFLIGHT,
  ],
  [
    "member of nothing",
    constraint({ type: "memberOf" }),
    "memberOf expression should be specified",
    api("PlacementConstraint"),
  ],
  [
    "eleven constraints",
    constraint(...Array.from({ length: 11 }, () => ({ type: "distinctInstance" }))),
    "Maximum number of constraints is 10",
    api("RunTask"),
  ],
  unreadable("attribute:x ==", 15),
  unreadable("attribute:x =! y", 13),
];

const SERVICES_ONLY: readonly Placement[] = [
  unreadable("task:group = web", 12),
  unreadable("attribute:a in []", 17),
  unreadable("or attribute:a exists", 1),
];

const rows = (
  calls: readonly (typeof CALLS)[number][],
  placements: readonly Placement[],
): readonly BadRow[] =>
  calls.flatMap(([operation, call]) =>
    placements.map(
      ([what, placement, text, source]): BadRow => [what, operation, call(placement), INVALID, text, source],
    ),
  );

/** Placement strategies and constraints of services and of tasks. */
export const placementRows: readonly BadRow[] = [
  ...rows(CALLS, EVERYWHERE),
  ...rows(CALLS.slice(0, 1), SERVICES_ONLY),
  [
    "a strategy that is none",
    "CreateService",
    create(strategy({ type: "gather" })),
    INVALID,
    /random.*spread|spread.*random/,
    api("PlacementStrategy"),
  ],
  [
    "a constraint that is none",
    "UpdateService",
    update(constraint({ type: "sameInstance" })),
    INVALID,
    /distinctInstance/,
    api("PlacementConstraint"),
  ],
  [
    "a strategy that is a word",
    "RunTask",
    run({ placementStrategy: "spread" }),
    UNREADABLE,
    "Unexpected field type (at 'placementStrategy')",
    PARSER,
  ],
  [
    "strategies of a daemon",
    "CreateService",
    { ...create(strategy({ type: "random" })), desiredCount: undefined, schedulingStrategy: "DAEMON" },
    INVALID,
    /^The daemon scheduling strategy does not support placement strategies/,
    PREFLIGHT,
  ],
];
