/** An attribute of a container instance; many have a name only. */
export type Attribute = { readonly name: string; readonly value?: string };

/** Tells the control plane, and whoever looks, that this instance's containers are simulated. */
export const simulatedAttribute: Attribute = { name: "portreeve.containers", value: "simulated" };

// What this agent can do, of the capabilities that Amazon's agent names.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html
const capabilities = [
  "com.amazonaws.ecs.capability.privileged-container",
  "ecs.capability.secrets.ssm.environment-variables",
  "ecs.capability.secrets.asm.environment-variables",
  "com.amazonaws.ecs.capability.ecr-auth",
  "ecs.capability.execution-role-ecr-pull",
  "ecs.capability.private-registry-authentication.secretsmanager",
  "ecs.capability.pid-ipc-namespace-sharing",
  "ecs.capability.container-ordering",
  "ecs.capability.execution-role-awslogs",
  "ecs.capability.full-sync",
  "ecs.capability.network.container-port-range",
  "ecs.capability.container-restart-policy",
  "ecs.capability.container-health-check",
  "ecs.capability.docker-plugin.local",
];

const architectures: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "arm64" };

/** The attributes to register, in the order of Amazon's agent: capabilities, the runtime's, the machine's, custom ones. */
export const attributesOf = (facts: {
  readonly runtimeCapabilities: readonly string[];
  readonly simulated: boolean;
  readonly external: boolean;
  readonly taskRoleEnabled: boolean;
  /** Node's name of the processor architecture. */
  readonly architecture: string;
  /** Custom attributes; only those of a first registration. */
  readonly custom: Readonly<Record<string, string>>;
}): readonly Attribute[] => {
  const names = [
    ...capabilities,
    ...facts.runtimeCapabilities,
    ...(facts.taskRoleEnabled
      ? [
          "com.amazonaws.ecs.capability.task-iam-role",
          "com.amazonaws.ecs.capability.task-iam-role-network-host",
        ]
      : []),
    ...(facts.external ? ["ecs.capability.external"] : []),
  ];
  return [
    ...names.map((name) => ({ name })),
    { name: "ecs.os-type", value: "linux" },
    { name: "ecs.os-family", value: "LINUX" },
    { name: "ecs.os-type-detailed", value: "LINUX" },
    { name: "ecs.cpu-architecture", value: architectures[facts.architecture] ?? facts.architecture },
    ...(facts.simulated ? [simulatedAttribute] : []),
    ...Object.entries(facts.custom).map(([name, value]) => ({ name, value })),
  ];
};
