import type { LinuxParameters } from "@aws-sdk/client-ecs";
import { clientException } from "../../errors.ts";
import { type ContainerRule, forFargate, type NamedContainer, requireRange } from "./rule.ts";

const MOST = 2_147_483_647;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html */
const ULIMITS: ReadonlySet<string> = new Set(
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
    " ",
  ),
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html */
const CAPABILITIES: ReadonlySet<string> = new Set(
  (
    "ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE " +
    "DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD " +
    "NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT " +
    "SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG " +
    "WAKE_ALARM"
  ).split(" "),
);

/** https://github.com/Shippable/support/issues/3699 (a name that is none) */
export const ulimits: ContainerRule = ({ name, ulimits: limits }) => {
  for (const { name: limit, softLimit, hardLimit } of limits ?? []) {
    if (limit === undefined || !ULIMITS.has(limit))
      throw clientException(`Unrecognized ulimit name ${limit}`);
    const unlimited = hardLimit === -1;
    if (softLimit === undefined || hardLimit === undefined || (!unlimited && softLimit > hardLimit)) {
      throw clientException(
        `Invalid 'ulimits' setting for container '${name}'. The softLimit of ${limit} must not be greater than its hardLimit.`,
      );
    }
    requireRange(softLimit, -1, MOST, `Invalid 'ulimits' setting for container '${name}'.`);
    requireRange(hardLimit, -1, MOST, `Invalid 'ulimits' setting for container '${name}'.`);
  }
};

/**
 * Linux-specific parameters.
 * https://github.com/aws/amazon-ecs-agent/issues/2226 (tmpfs)
 */
export const linuxParameters: ContainerRule = (container, task) => {
  const linux = container.linuxParameters;
  if (linux === undefined) return;
  if (task.runtimePlatform?.operatingSystemFamily?.startsWith("WINDOWS") === true) {
    throw clientException("linuxParameters are not supported for Windows containers.");
  }
  requireCapabilities(container, linux);
  const text = (member: string): string => `Invalid '${member}' setting for container '${container.name}'.`;
  for (const { hostPath } of linux.devices ?? []) if (!hostPath) throw clientException(text("devices"));
  requireRange(linux.sharedMemorySize, 1, MOST, text("sharedMemorySize"));
  requireRange(linux.maxSwap, 0, MOST, text("maxSwap"));
  requireRange(linux.swappiness, 0, 100, text("swappiness"));
  for (const { containerPath, size } of linux.tmpfs ?? []) {
    if (!containerPath?.startsWith("/")) throw clientException(text("tmpfs"));
    if (size === undefined || size <= 0) {
      throw clientException(
        "The container has an invalid tmpfs size value specified. It must be a non-zero, non-negative integer.",
      );
    }
  }
  if (forFargate(task)) requireFargateLinux(linux);
};

const requireCapabilities = ({ name }: NamedContainer, { capabilities }: LinuxParameters): void => {
  for (const capability of [...(capabilities?.add ?? []), ...(capabilities?.drop ?? [])]) {
    if (!CAPABILITIES.has(capability)) {
      throw clientException(`Invalid 'capabilities' setting for container '${name}': ${capability}.`);
    }
  }
};

const requireFargateLinux = (linux: LinuxParameters): void => {
  const members = ["devices", "sharedMemorySize", "maxSwap", "swappiness"] as const;
  const refused = members.find((member) => {
    const value = linux[member];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  if (refused !== undefined) {
    throw clientException(`Tasks using the Fargate launch type do not support ${refused}.`);
  }
  if ((linux.capabilities?.add ?? []).some((capability) => capability !== "SYS_PTRACE")) {
    throw clientException(
      "Tasks using the Fargate launch type only support adding the SYS_PTRACE kernel capability.",
    );
  }
};

const SYSTEM_CONTROL =
  /^(net\.[A-Za-z0-9_./-]+|fs\.mqueue\.[A-Za-z0-9_./-]+|kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced))$/;

/**
 * Namespaced kernel parameters: those of a namespace that the task shares with the host would change the host.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html
 */
export const systemControls: ContainerRule = ({ name, systemControls: controls }, task) => {
  for (const { namespace = "", value } of controls ?? []) {
    const network = namespace.startsWith("net.");
    const shared = network ? task.networkMode === "host" : task.ipcMode === "host";
    if (!SYSTEM_CONTROL.test(namespace) || !value || shared) {
      throw clientException(`Invalid 'systemControls' setting for container '${name}'.`);
    }
  }
};
