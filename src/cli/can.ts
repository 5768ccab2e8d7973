import { printable } from "../authorization/explanation/paint.ts";
import {
  type Decision,
  decide,
  type Explanation,
  explain,
  renderExplanation,
} from "../authorization/index.ts";
import type { DataFolder } from "./data-folder.ts";
import { accountOfArn, findIdentity, openAccount } from "./identities/open-account.ts";
import { asked, readQuestion } from "./identities/question.ts";
import { wantsColor } from "./wants-color.ts";

/** What `portreeve can` was asked, next to principal, action and resource. */
export type CanOptions = {
  readonly context: readonly string[];
  readonly account?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
};

/** `portreeve can`: exit code 0 for yes, 1 for no, 2 when it could not be asked. */
export const can = async (
  folder: DataFolder,
  principal: string,
  action: string,
  resource: string | undefined,
  options: CanOptions,
): Promise<void> => {
  const { endpoint, account } = await openAccount(folder, options.account ?? accountOfArn(principal));
  const question = readQuestion(action, resource, options.context, endpoint);
  const { request, layers } = asked(findIdentity(account, principal), question, account);
  const decision = decide(request, layers);
  if (!decision.allowed) process.exitCode = 1;
  const explanation = explain(request, layers);
  if (options.json) {
    const { allowed, outcome, layer, statements } = decision;
    const short = { request, allowed, outcome, layer, statements, message: explanation.message };
    process.stdout.write(`${JSON.stringify(options.explain ? { ...short, explanation } : short)}\n`);
  } else if (options.explain)
    process.stdout.write(renderExplanation(explanation, { color: wantsColor(process.stdout) }));
  else
    process.stdout.write(`${decision.allowed ? `yes: ${reasonFor(decision)}` : `no: ${reasonAgainst(explanation)}`}
`);
};

const reasonFor = (decision: Decision): string =>
  decision.layer === "root" ? "the account's root user needs no policy" : describeStatements(decision);

// AWS's sentence, and what the statement lacks that comes nearest.
const reasonAgainst = ({ message, decision, nearMisses: [nearest] }: Explanation): string => {
  if (decision.outcome === "explicitDeny") return printable(`${message}: ${describeStatements(decision)}`);
  if (nearest === undefined) return printable(message);
  const lacks = nearest.mismatches.map((mismatch) =>
    mismatch.reason === "condition" ? `${mismatch.operator} ${mismatch.key}` : mismatch.element,
  );
  return printable(
    `${message}; nearest is ${describeStatements({ statements: [nearest] })}, but for ${lacks.join(", ")}`,
  );
};

/** `policy deploy (user alice), statement RunWeb, line 4`; several are joined by semicolons. */
export const describeStatements = ({ statements }: Pick<Decision, "statements">): string =>
  statements
    .map(({ policy, sid, index, start }) => {
      const owner = policy.attachedTo === undefined ? "" : ` (${policy.attachedTo})`;
      return `policy ${policy.name}${owner}, statement ${sid ?? index + 1}, line ${start.line}`;
    })
    .join("; ");
