import { create } from "./create-service.cases.ts";
import { type BadRow, PARSER, UNREADABLE } from "./row.ts";

/** Members of CreateService that are of another type than they must be. */
export const wrongTypeRows: readonly BadRow[] = [
  create(
    "a name that is a number",
    { serviceName: 7 },
    UNREADABLE,
    "NUMBER_VALUE cannot be converted to String (at 'serviceName')",
    PARSER,
  ),
  create(
    "a desired count in words",
    { desiredCount: "two" },
    UNREADABLE,
    "STRING_VALUE cannot be converted to Integer (at 'desiredCount')",
    PARSER,
  ),
  create(
    "a desired count that is a list",
    { desiredCount: [2] },
    UNREADABLE,
    "Unrecognized collection type class java.lang.Integer (at 'desiredCount')",
    PARSER,
  ),
  create(
    "a number too large for any count",
    { desiredCount: 1e300 },
    UNREADABLE,
    "NUMBER_VALUE cannot be converted to Integer (at 'desiredCount')",
    PARSER,
  ),
  create(
    "a switch in words",
    { enableECSManagedTags: "yes" },
    UNREADABLE,
    "STRING_VALUE cannot be converted to Boolean (at 'enableECSManagedTags')",
    PARSER,
  ),
  create(
    "tags that are a map",
    { tags: { team: "a" } },
    UNREADABLE,
    "Start of structure or map found where not expected (at 'tags')",
    PARSER,
  ),
  create(
    "a list with nothing in it",
    { tags: [null] },
    UNREADABLE,
    "A list can't contain null (at 'tags[0]')",
    PARSER,
  ),
];
