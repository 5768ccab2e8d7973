import { mkdirSync } from "node:fs";
import { openDecisionLog } from "../decision-log/index.ts";
import { createGateway } from "../gateway/index.ts";
import type { ControlPlane, IamMode } from "../operation/index.ts";
import { createInstanceHost, ec2, startEc2Controllers } from "../services/ec2/index.ts";
import { createAgentChannels, ecs, startEcsControllers } from "../services/ecs/index.ts";
import { ensureAccount, iam, layersFor, principalTags } from "../services/iam/index.ts";
import { createCredentialResolver, createSessionIssuer, sts } from "../services/sts/index.ts";
import { openKeyFile, openSqliteStorage, openState } from "../state/index.ts";
import { realWorld } from "../world.ts";
import type { DataFolder } from "./data-folder.ts";
import type { RootCredentials } from "./root-credentials.ts";

/** How a control plane is set up. */
export type ControlPlaneOptions = {
  readonly folder: DataFolder;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly accounts: readonly string[];
  readonly mode: IamMode;
  readonly containers: "docker" | "simulated";
  readonly retentionDays: number;
  readonly version: string;
  readonly onFailure: (error: Error) => void;
};

/** A control plane that answers. */
export type RunningControlPlane = {
  readonly url: string;
  readonly accounts: readonly RootCredentials[];
  readonly close: () => Promise<void>;
};
