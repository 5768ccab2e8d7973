import type { LayerName } from "../types.ts";
import type { Explanation, LayerTrace, Remedy, StatementTrace } from "./explanation.ts";
import { type Paint, paintFor, printable } from "./paint.ts";
import { renderMismatch, renderPlace, renderReasons } from "./render-mismatch.ts";

const LAYER_TITLES: Readonly<Record<LayerName, string>> = {
  identity: "identity-based policies",
  boundary: "permissions boundary",
  session: "session policy",
  resource: "resource-based policy",
  trust: "role trust policy",
  scp: "service control policies",
  rcp: "resource control policies",
};
const MOST_OTHERS = 10;

/**
 * Writes an explanation for a person: who, what, on what; the decision; the statements considered; the nearest miss
 * with wanted and seen values; what would allow the call. Lines end in `\n`; with `color`, ANSI sequences.
 */
export const renderExplanation = (explanation: Explanation, options: { readonly color: boolean }): string => {
  const paint = paintFor(options.color);
  const sections = [
    renderDecision(explanation, paint),
    ...explanation.layers.map((layer) => renderLayer(layer, paint)),
    renderNearestMiss(explanation, paint),
    renderTakesNoResource(explanation),
    explanation.remedy ? renderRemedy(explanation.remedy) : [],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
};

const renderDecision = ({ request, decision, message }: Explanation, paint: Paint): readonly string[] => {
  const { principal } = request;
  const verdict = decision.allowed ? paint.good("ALLOWED") : paint.bad("DENIED");
  const why =
    decision.layer === "root"
      ? "the root user needs no policy"
      : decision.outcome === "explicitDeny"
        ? `an explicit deny in the ${LAYER_TITLES[decision.layer]}`
        : decision.outcome === "implicitDeny"
          ? `nothing in the ${LAYER_TITLES[decision.layer]} allows it`
          : `the ${LAYER_TITLES[decision.layer]} allow${decision.layer === "identity" ? "" : "s"} it`;
  return [
    `${paint.bold(verdict)}  ${printable(request.action)}`,
    `  who  ${printable(principal.arn || principal.serviceName || principal.type)}`,
    `  on   ${printable(request.resource)}`,
    `  why  ${why}`,
    ...decision.statements.map(
      (statement) => `       ${renderPlace({ ...statement, matched: true, mismatches: [] })}`,
    ),
    ...(message === "" ? [] : ["", printable(message)]),
  ];
};

const renderLayer = (layer: LayerTrace, paint: Paint): readonly string[] => {
  const title = LAYER_TITLES[layer.layer] + (layer.level === undefined ? "" : ` (level ${layer.level})`);
  if (!layer.applies) return [`${paint.bold(title)}: do not apply to this principal`];
  const concerned = layer.statements.filter(({ mismatches: [first] }) => first?.reason !== "action");
  const others = layer.statements.length - concerned.length + layer.omitted;
  const lines = [...concerned].sort((one, other) => Number(other.matched) - Number(one.matched));
  return [
    `${paint.bold(title)}: ${count(concerned.length, "statement")} about this action, ${others} about others`,
    ...lines.slice(0, MOST_OTHERS).map((statement) => `  ${renderStatement(statement, paint)}`),
    ...(lines.length > MOST_OTHERS ? [`  … and ${lines.length - MOST_OTHERS} more`] : []),
  ];
};

const renderStatement = (statement: StatementTrace, paint: Paint): string => {
  const verb = statement.effect === "Allow" ? "allows" : "denies";
  if (statement.matched) {
    const colored = statement.effect === "Allow" ? paint.good(verb) : paint.bad(verb);
    return `${colored}  ${renderPlace(statement)}`;
  }
  return `${paint.dim("no")}      ${renderPlace(statement)}: ${renderReasons(statement)}`;
};

const renderNearestMiss = ({ nearMisses: [nearest] }: Explanation, paint: Paint): readonly string[] => {
  if (nearest === undefined) return [];
  return [
    paint.bold("Nearest miss"),
    `  ${renderPlace(nearest)}`,
    ...nearest.mismatches.flatMap((mismatch) => renderMismatch(mismatch, paint)).map((line) => `    ${line}`),
  ];
};

const renderTakesNoResource = ({ request, layers, decision }: Explanation): readonly string[] => {
  const missed = layers.some(({ statements }) =>
    statements.some(
      ({ mismatches }) =>
        mismatches[0]?.reason !== "action" &&
        mismatches.some((mismatch) => mismatch.reason === "resource" && mismatch.takesNoResource),
    ),
  );
  if (!missed || decision.outcome !== "implicitDeny") return [];
  return [
    `${printable(request.action)} takes no resource here: it is decided on "*", which no ARN covers.`,
    'Give it a statement of its own with "Resource": "*".',
  ];
};

const renderRemedy = (remedy: Remedy): readonly string[] => {
  if (!remedy.possible) {
    const title = LAYER_TITLES[remedy.layer];
    switch (remedy.because) {
      case "explicitDeny":
        return [`No statement would allow this: an explicit deny in the ${title} overrides every Allow.`];
      case "resourceControlPolicy":
        return ["No statement would allow this: RCPFullAWSAccess is missing at a level of the organization."];
      case "inexpressible":
        return [`No statement can allow exactly this call in the ${title}.`];
    }
  }
  return remedy.statements.flatMap(({ layer, level, statement }, at) => [
    ...(at > 0 ? [""] : []),
    `${at === 0 ? "This" : "and this"} statement, added to the ${LAYER_TITLES[layer]}${
      level === undefined ? "" : ` at level ${level}`
    }, ${remedy.statements.length === 1 ? "would allow exactly this call" : "is needed"}:`,
    ...JSON.stringify(statement, null, 2)
      .split("\n")
      .map((line) => `  ${printable(line)}`),
  ]);
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
