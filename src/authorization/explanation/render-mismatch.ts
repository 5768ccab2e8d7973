import type { Position } from "../types.ts";
import type { Mismatch, StatementTrace } from "./explanation.ts";
import { type Paint, printable } from "./paint.ts";

const MOST_VALUES = 8;

/** `policy deploy (inline, user alice), statement RunWeb, line 4, column 5`. */
export const renderPlace = ({ policy, sid, index, start }: StatementTrace): string => {
  const owner = policy.attachedTo === undefined ? policy.kind : `${policy.kind}, ${policy.attachedTo}`;
  const statement = sid ? `statement ${sid}` : `statement ${index + 1}`;
  return printable(`policy ${policy.name} (${owner}), ${statement}, ${renderPosition(start)}`);
};

/** `line 4, column 5`. */
export const renderPosition = ({ line, column }: Position): string => `line ${line}, column ${column}`;

/** What a statement wanted and what it saw, several lines for one mismatch. */
export const renderMismatch = (mismatch: Mismatch, paint: Paint): readonly string[] => {
  const title =
    mismatch.reason === "condition" ? `Condition ${mismatch.operator} ${mismatch.key}` : mismatch.element;
  const seen =
    mismatch.reason !== "condition"
      ? printable(mismatch.seen)
      : mismatch.seen === null
        ? "(the request has no such key)"
        : mismatch.seen.map(printable).join(", ") || "(empty)";
  const opposite = mismatch.reason !== "condition" && mismatch.element.startsWith("Not");
  return [
    `${printable(title)} ${paint.dim(`(${renderPosition(mismatch.position)})`)}`,
    ...renderWanted(mismatch).map(
      (value, at) => `  ${at === 0 ? (opposite ? "all but" : "wanted ") : "       "} ${paint.wanted(value)}`,
    ),
    `  seen    ${paint.bad(seen)}`,
  ];
};

const renderWanted = (mismatch: Mismatch): readonly string[] => {
  const values = mismatch.wanted.map((value, at) => {
    const resolved = mismatch.resolved?.[at];
    if (mismatch.resolved === undefined || resolved === value) return printable(value);
    return printable(`${value} = ${resolved ?? "(a variable has no value)"}`);
  });
  if (values.length === 0) return ["(nothing)"];
  if (values.length <= MOST_VALUES) return values;
  return [...values.slice(0, MOST_VALUES), `… and ${values.length - MOST_VALUES} more`];
};

/** `action, resource, condition ecs:cluster`: in few words why a statement did not apply. */
export const renderReasons = ({ mismatches }: StatementTrace): string =>
  printable(
    mismatches
      .map((mismatch) => (mismatch.reason === "condition" ? `condition ${mismatch.key}` : mismatch.reason))
      .join(", "),
  );
