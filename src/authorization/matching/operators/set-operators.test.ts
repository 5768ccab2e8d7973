import { type Tables, testTables } from "../../testing/condition-rows.ts";
import { PAGES } from "../../testing/pages.ts";

const TABLES: Tables = {
  "…IfExists": [
    PAGES.operators,
    [
      ["StringLikeIfExists", "t2.*", undefined, true],
      ["StringLikeIfExists", "t2.*", "t2.micro", true],
      ["StringLikeIfExists", "t2.*", "m3.large", false],
      ["StringNotEqualsIfExists", "a", undefined, true],
      ["StringNotEqualsIfExists", "a", "a", false],
      ["NumericLessThanIfExists", "5", undefined, true],
      ["DateLessThanIfExists", "2026-01-01", "2027-01-01", false],
      ["IpAddressIfExists", "10.0.0.0/8", undefined, true],
      ["ArnLikeIfExists", "arn:aws:ecs:*:*:cluster/*", undefined, true],
      ["ForAnyValue:StringEqualsIfExists", "a", undefined, false],
      ["ForAllValues:StringEqualsIfExists", "a", undefined, true],
      ["ForAnyValue:StringEqualsIfExists", "a", ["b"], false],
    ],
  ],
  Null: [
    PAGES.operators,
    [
      ["Null", "true", undefined, true],
      ["Null", "true", "2026-01-01T00:00:00Z", false],
      ["Null", "false", undefined, false],
      ["Null", "false", "2026-01-01T00:00:00Z", true],
      ["Null", true, undefined, true],
      ["Null", "TRUE", undefined, true],
      ["Null", ["true", "false"], undefined, true],
      ["Null", "true", [], true],
      ["Null", "false", [], false],
      ["Null", "false", "", true],
      ["Null", "maybe", undefined, false],
      ["Null", "maybe", "x", false],
    ],
  ],
  "ForAllValues and ForAnyValue": [
    PAGES.multivalued,
    [
      ["ForAllValues:StringLike", ["PostDateTime", "Message", "Tags"], ["PostDateTime", "Message"], true],
      ["ForAllValues:StringLike", ["PostDateTime", "Message", "Tags"], ["PostDateTime", "UserName"], false],
      ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName", "Message", "PostDateTime"], true],
      ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName"], false],
      ["ForAllValues:StringEquals", "a", undefined, true],
      ["ForAllValues:StringEquals", "a", [], true],
      ["ForAllValues:StringEquals", "a", "", true],
      ["ForAnyValue:StringEquals", "a", undefined, false],
      ["ForAnyValue:StringEquals", "a", [], false],
      ["ForAnyValue:StringEquals", "", "", false],
      ["ForAnyValue:StringNotEquals", "a", undefined, false],
      ["ForAnyValue:StringNotEquals", "a", ["a", "b"], true],
      ["ForAnyValue:StringNotEquals", "a", ["a"], false],
      ["ForAllValues:StringNotEquals", "a", ["b", "c"], true],
      ["ForAllValues:StringNotEquals", "a", ["b", "a"], false],
      ["ForAllValues:StringNotEquals", "a", undefined, true],
      ["ForAllValues:StringEquals", ["environment", "webserver"], ["environment", "Environment"], false],
      ["ForAllValues:ArnLike", "arn:aws:ecs:*:*:cluster/*", ["arn:aws:ecs:r:1:cluster/a"], true],
      ["ForAnyValue:NumericGreaterThan", "5", ["1", "9"], true],
      ["ForAllValues:IpAddress", "10.0.0.0/8", ["10.1.1.1", "11.1.1.1"], false],
      ["ForAnyValue:StringEquals", "a", "a", true],
      ["ForAllValues:StringEquals", "a", "a", true],
    ],
  ],
  "a multivalued key without set operator matches when any value does": [
    PAGES.multivalued,
    [
      ["StringEquals", "a", ["b", "a"], true],
      ["StringEquals", "a", ["b"], false],
      ["StringNotEquals", "a", ["b", "a"], false],
      ["StringNotEquals", "a", ["b", "c"], true],
      ["StringEquals", "a", [], false],
      ["StringNotEquals", "a", [], true],
    ],
  ],
};

testTables(TABLES);
