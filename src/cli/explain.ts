import { renderExplanation } from "../authorization/index.ts";
import { findByRequestId, lastDenial } from "../decision-log/index.ts";
import type { DecisionRecord } from "../operation/index.ts";
import { CliError } from "./cli-error.ts";
import type { DataFolder } from "./data-folder.ts";
import { wantsColor } from "./wants-color.ts";

/** What `portreeve explain` was asked, next to the request id. */
export type ExplainOptions = { readonly last?: boolean; readonly json?: boolean };

const when = (record: DecisionRecord): string => new Date(record.at).toISOString();

const AUDITED = "           … but the call went on: denials are not enforced in this mode";

/** One permission check, for a person. */
export const describeRecord = (record: DecisionRecord, color: boolean): string => {
  const lines = [
    `request    ${record.requestId}`,
    `at         ${when(record)} in ${record.region}`,
    `call       ${record.operation}`,
  ];
  if (!record.decision.allowed && record.letThrough) lines.push(AUDITED);
  if (record.explanation !== undefined) {
    lines.push("", renderExplanation(record.explanation, { color }));
  } else {
    lines.push(`principal  ${record.principal}`, `needs      ${record.action} on ${record.resource}`);
    lines.push(record.message ?? allowedBy(record));
  }
  return lines.join("\n");
};

const allowedBy = ({ decision }: DecisionRecord): string => {
  if (decision.layer === "root") return "allowed    to the account's root user, who needs no policy";
  const by = decision.statements.map(
    ({ policy, sid, start }) =>
      `policy ${policy.name}${policy.attachedTo === undefined ? "" : ` (${policy.attachedTo})`}, statement ${sid ?? "without Sid"}, line ${start.line}, column ${start.column}`,
  );
  return `allowed    by ${by.join("; ")}`;
};

const find = async (
  folder: DataFolder,
  requestId: string | undefined,
  last: boolean | undefined,
): Promise<readonly DecisionRecord[]> => {
  if (requestId !== undefined) {
    const found = await findByRequestId(folder.decisions, requestId);
    if (found.length === 0)
      throw new CliError(`no decision with the request id ${requestId} in ${folder.decisions}`);
    return found;
  }
  if (!last) throw new CliError("which call? Give a request id, or --last for the last refusal");
  const denial = await lastDenial(folder.decisions);
  if (denial === undefined)
    throw new CliError(`nothing was refused yet, as far as ${folder.decisions} tells`);
  return [denial];
};

/** `portreeve explain`. */
export const explain = async (
  folder: DataFolder,
  requestId: string | undefined,
  options: ExplainOptions,
): Promise<void> => {
  const records = await find(folder, requestId, options.last);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(records)}\n`);
    return;
  }
  const color = wantsColor(process.stdout);
  process.stdout.write(`${records.map((record) => describeRecord(record, color)).join("\n\n")}\n`);
};
