import type { Members } from "../reading.ts";

/** Where a task should go; it only ever moves from RUNNING to STOPPED. */
export type DesiredStatus = "RUNNING" | "STOPPED";

/** Temporary credentials of a task's or its execution role, as the control plane sends them. */
export type RoleCredentials = {
  readonly credentialsId: string;
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Handed to containers as it came. */
  readonly expiration: string;
};

/** What a container waits for in another; see API_ContainerDependency. */
export type DependencyCondition = "START" | "COMPLETE" | "SUCCESS" | "HEALTHY";

/** A port, or a range of ports, to be reached from outside. */
export type PortMapping = {
  readonly containerPort?: number;
  readonly hostPort?: number;
  /** `8000-8010`, instead of `containerPort`. */
  readonly containerPortRange?: string;
  readonly protocol: "tcp" | "udp";
};

/** A secret by its place: Systems Manager (`ssm`) or Secrets Manager (`asm`). */
export type PayloadSecret = {
  readonly name: string;
  readonly valueFrom: string;
  readonly provider: "ssm" | "asm";
  readonly target: "CONTAINER" | "LOG_DRIVER";
  readonly region?: string;
};

/** A container of a task as the control plane describes it. */
export type PayloadContainer = {
  readonly name: string;
  readonly image: string;
  readonly containerArn?: string;
  readonly essential: boolean;
  /** Docker CPU shares. */
  readonly cpu: number;
  /** Hard limit in MiB; 0 is none. */
  readonly memory: number;
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  readonly links: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly portMappings: readonly PortMapping[];
  readonly mountPoints: readonly {
    readonly sourceVolume: string;
    readonly containerPath: string;
    readonly readOnly: boolean;
  }[];
  readonly volumesFrom: readonly { readonly sourceContainer: string; readonly readOnly: boolean }[];
  readonly dependsOn: readonly { readonly containerName: string; readonly condition: DependencyCondition }[];
  readonly secrets: readonly PayloadSecret[];
  readonly registryAuthentication?:
    | {
        readonly type: "ecr";
        readonly registryId?: string;
        readonly region?: string;
        readonly endpointOverride?: string;
        readonly useExecutionRole: boolean;
      }
    | { readonly type: "asm"; readonly credentialsParameter: string; readonly region?: string };
  /** Names such as `ExecuteCommandAgent`. */
  readonly managedAgents: readonly string[];
  /** Seconds after which those who depend on this container give up waiting. */
  readonly startTimeout?: number;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly stopTimeout?: number;
  readonly healthCheck: boolean;
  readonly restartPolicy?: {
    readonly restartAttemptPeriod: number;
    readonly ignoredExitCodes: readonly number[];
  };
  /** The Docker daemon writes awslogs with the execution role's credentials. */
  readonly logsByExecutionRole: boolean;
  /** Members that ask for something this agent cannot do: it says so instead of running without. */
  readonly unsupported: readonly string[];
  /** Laid over Docker's `Config`. */
  readonly config: Members;
  /** Laid over Docker's `HostConfig`. */
  readonly hostConfig: Members;
};

/** A volume of a task as the control plane describes it. */
export type PayloadVolume =
  | { readonly name: string; readonly type: "host"; readonly sourcePath?: string }
  | {
      readonly name: string;
      readonly type: "docker";
      readonly scope: "task" | "shared";
      readonly autoprovision: boolean;
      readonly driver?: string;
      readonly driverOptions: Readonly<Record<string, string>>;
      readonly labels: Readonly<Record<string, string>>;
    };

/** A task as the control plane sends it, without the credentials. */
export type PayloadTask = {
  readonly arn: string;
  readonly clusterArn?: string;
  readonly family: string;
  readonly version: string;
  readonly launchType?: string;
  readonly serviceName?: string;
  readonly networkMode?: string;
  readonly pidMode?: string;
  readonly ipcMode?: string;
  /** vCPUs, and MiB, for the whole task. */
  readonly cpu?: number;
  readonly memory?: number;
  readonly containers: readonly PayloadContainer[];
  readonly volumes: readonly PayloadVolume[];
};
