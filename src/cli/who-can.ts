import { printable } from "../authorization/explanation/paint.ts";
import type { CompiledPolicy, DecidingStatement } from "../authorization/index.ts";
import { describeStatements } from "./can.ts";
import type { DataFolder } from "./data-folder.ts";
import type { Identity } from "./identities/account.ts";
import { openAccount } from "./identities/open-account.ts";
import { asked, readQuestion } from "./identities/question.ts";
import { type Assumption, decideUnderConditions } from "./identities/under-conditions.ts";

/** What `portreeve who-can` was asked, next to action and resource. */
export type WhoCanOptions = {
  readonly context: readonly string[];
  readonly account?: string;
  readonly json?: boolean;
};

/** One who can: through which statements, under which conditions. */
type Answer = {
  readonly principal: { readonly type: string; readonly name: string; readonly arn: string };
  readonly statements: readonly DecidingStatement[];
  /** Conditions of these statements, which this request fulfils. */
  readonly conditions: readonly Assumption[];
  /** Conditions on what the question left open; it can when they hold. */
  readonly if: readonly Assumption[];
};

/** `portreeve who-can`: exit code 0 when somebody can, 1 when nobody but the root user can, 2 when it could not be asked. */
export const whoCan = async (
  folder: DataFolder,
  action: string,
  resource: string | undefined,
  options: WhoCanOptions,
): Promise<void> => {
  const { endpoint, account } = await openAccount(folder, options.account);
  const question = readQuestion(action, resource, options.context, endpoint);
  const answers = account.identities.flatMap((identity): Answer[] => {
    const { request, layers } = asked(identity, question, account);
    const { decision, assumptions } = decideUnderConditions(request, layers);
    if (!decision.allowed) return [];
    const { type, name, arn } = identity.principal;
    const conditions = decision.statements.flatMap((statement) => conditionsOf(statement, identity));
    return [{ principal: { type, name, arn }, statements: decision.statements, conditions, if: assumptions }];
  });
  if (answers.length === 0) process.exitCode = 1;
  if (options.json) process.stdout.write(`${JSON.stringify(answers)}\n`);
  else process.stdout.write(`${[...answers.map(describe), rootUser(answers.length)].join("\n")}\n`);
};

const rootUser = (others: number): string =>
  others === 0 ? "nobody but the account's root user" : "and the account's root user, who needs no policy";

const describe = (answer: Answer): string => {
  const { principal, conditions } = answer;
  const open = new Set(answer.if.map(nameOf));
  const lines = [
    `${principal.type} ${principal.name}`,
    `  by ${describeStatements(answer)}`,
    ...conditions
      .filter((condition) => !open.has(nameOf(condition)))
      .map((condition) => `  as ${describeCondition(condition)}`),
    ...answer.if.map((condition) => `  if ${describeCondition(condition)}`),
  ];
  return lines.map(printable).join("\n");
};

const nameOf = ({ operator, key }: Assumption): string => `${operator} ${key}`;

const describeCondition = ({ operator, key, wanted }: Assumption): string =>
  `${operator} ${key}: ${wanted.join(" or ")}`;

const conditionsOf = (
  { policy, index }: DecidingStatement,
  { layers, trust }: Identity,
): readonly Assumption[] => {
  const sets = [layers.identity, layers.boundary].flatMap(
    (set): readonly CompiledPolicy[] => set?.policies ?? [],
  );
  const compiled = [...sets, ...(trust ? [trust] : [])].find(({ origin }) => origin === policy);
  return (compiled?.statements[index]?.syntax.conditions ?? []).map(({ written, key, values }) => ({
    operator: written,
    key: key.value,
    wanted: values.map(({ value }) => value),
  }));
};
