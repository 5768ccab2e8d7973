/** An instance as its host knows it: no credentials, no user data, only what its agent's settings are made of. */
export type HostedInstance = {
  readonly id: string;
  /** Where its agent keeps its state; the host makes it. */
  readonly dataDirectory: string;
  /** The base URL of its metadata service. */
  readonly metadataEndpoint: string;
  /** The agent's settings out of the instance's user data, by the variables of Amazon's agent. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the agent registers of the machine: CPU units and MiB. */
  readonly resources: { readonly cpuUnits: number; readonly memoryMiB: number };
};

/** What becomes of an instance's containers when its machine stops: they are stopped, or gone with the machine. */
export type ContainerFate = "stop" | "remove";

/** How a host process is set up; its first message. */
export type HostSetup = {
  readonly type: "setup";
  readonly containers: "docker" | "simulated";
  /** The control plane's URL. */
  readonly endpoint: string;
  readonly dockerHost?: string;
  /** Where containers' credentials and metadata are served; 0 for any free port. */
  readonly taskEndpointPort: number;
};

/** From the control plane to the host. `request` numbers what wants an answer. */
export type HostRequest =
  | { readonly type: "start"; readonly request: number; readonly instance: HostedInstance }
  | {
      readonly type: "halt";
      readonly request: number;
      readonly instance: HostedInstance;
      readonly containers: ContainerFate;
    }
  | { readonly type: "reboot"; readonly request: number; readonly instance: HostedInstance };

/** From the host to the control plane. */
export type HostMessage =
  | { readonly type: "ready"; readonly taskEndpointPort: number | undefined }
  | { readonly type: "answer"; readonly request: number; readonly error?: string }
  | { readonly type: "console"; readonly instanceId: string; readonly text: string }
  | { readonly type: "log"; readonly text: string };
