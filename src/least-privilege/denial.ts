import type { DecidingStatement, LayerName, StatementJson } from "../authorization/index.ts";
import type { DecisionRecord } from "../operation/index.ts";

/** A policy that has to say yes before the call is allowed. */
export type MissingLayer = {
  readonly layer: LayerName;
  /** For SCPs: 0 is the root of the organization. */
  readonly level?: number;
};

/** What stands between a denied call and its permission. */
export type Denial =
  | {
      readonly mendable: true;
      readonly layers: readonly MissingLayer[];
      /** Of resource-based policies only: the statement that the resource's own policy lacks. */
      readonly resourceStatements: readonly StatementJson[];
    }
  | {
      readonly mendable: false;
      readonly because: "explicitDeny" | "resourceControlPolicy" | "inexpressible";
      readonly layer: LayerName;
      /** The statements that deny. */
      readonly deniedBy: readonly DecidingStatement[];
    };

/** Reads what a denial's own record tells of it. */
export const denialOf = ({ decision, explanation }: DecisionRecord): Denial => {
  // INVARIANT: only allowed decisions are the root user's.
  const layer = decision.layer as LayerName;
  if (decision.outcome === "explicitDeny")
    return { mendable: false, because: "explicitDeny", layer, deniedBy: decision.statements };
  const remedy = explanation?.remedy;
  // A record that was shortened for want of room names the layer and no more.
  if (remedy === undefined) return { mendable: true, layers: [{ layer }], resourceStatements: [] };
  if (!remedy.possible)
    return { mendable: false, because: remedy.because, layer: remedy.layer, deniedBy: [] };
  return {
    mendable: true,
    layers: remedy.statements.map(({ layer, level }) => ({ layer, ...(level !== undefined && { level }) })),
    resourceStatements: remedy.statements
      .filter(({ layer }) => layer === "trust" || layer === "resource")
      .map(({ statement }) => statement),
  };
};

/** Whether an identity-based policy of the principal has to say yes. */
export const needsIdentityPolicy = (denial: Denial): boolean =>
  denial.mendable && denial.layers.some(({ layer }) => layer === "identity");
