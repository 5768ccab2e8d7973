import type { World } from "../../../world.ts";
import type { TargetHealth } from "../v2/targets/table.ts";
import type { RenderSettings } from "./configuration/settings.ts";
import type { PortPolicy, RefusedListener } from "./plan/assign-ports.ts";
import type { PlannedListener } from "./plan/traffic-plan.ts";

/** What a carrier is made of. */
export type CarrierOptions = {
  readonly program: string;
  /** Where HAProxy's files are kept; nobody else may read it. */
  readonly folder: string;
  readonly settings: RenderSettings;
  readonly ports: PortPolicy;
  readonly world: Pick<World, "now" | "after">;
  /** Told what is known of a target's health. */
  readonly onHealth: (poolId: string, targetId: string, health: TargetHealth) => void;
  /** Told which of the listeners carry traffic, after each change of that; all others do. */
  readonly onCarried: (refused: readonly RefusedListener[], listeners: readonly PlannedListener[]) => void;
  /** Told what the operator should know; no secrets. */
  readonly onProblem: (message: string) => void;
};
