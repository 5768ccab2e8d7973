import type Dockerode from "dockerode";
import type { ContainerSnapshot, HealthStatus, NetworkBinding } from "../container-runtime.ts";

const moment = (text: string | undefined): number | undefined => {
  // Why the year: Docker writes 0001-01-01 for "never".
  if (text === undefined || text.startsWith("0001-")) return undefined;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
};

const healthOf = (state: Dockerode.ContainerInspectInfo["State"]): ContainerSnapshot["health"] => {
  const { Health } = state;
  if (Health === undefined || Health.Status === "none") return undefined;
  const status: HealthStatus =
    Health.Status === "healthy" ? "HEALTHY" : Health.Status === "unhealthy" ? "UNHEALTHY" : "UNKNOWN";
  return { status, output: Health.Log?.at(-1)?.Output?.slice(0, 1024) ?? "" };
};

/** Port bindings without those on IPv6 addresses, which Amazon's agent leaves out too. */
export const bindingsOf = (
  ports:
    | Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>>
    | undefined,
): readonly NetworkBinding[] =>
  Object.entries(ports ?? {}).flatMap(([port, bound]) => {
    const [number, protocol] = port.split("/");
    return (bound ?? [])
      .filter(({ HostIp }) => !HostIp.includes(":"))
      .map(({ HostIp, HostPort }) => ({
        bindIP: HostIp === "" ? "0.0.0.0" : HostIp,
        containerPort: Number(number),
        hostPort: Number(HostPort),
        protocol: protocol === "udp" ? "udp" : "tcp",
      }));
  });

/** What Docker's inspection of a container tells the agent. */
export const snapshotOf = (info: Dockerode.ContainerInspectInfo): ContainerSnapshot => {
  const { State } = info;
  const startedAt = moment(State.StartedAt);
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ""),
    state: State.Running ? "running" : startedAt === undefined ? "created" : "exited",
    exitCode: State.ExitCode,
    outOfMemory: State.OOMKilled,
    createdAt: moment(info.Created),
    startedAt,
    finishedAt: moment(State.FinishedAt),
    networkBindings: bindingsOf(info.NetworkSettings?.Ports),
    networks: Object.entries(info.NetworkSettings?.Networks ?? {}).map(([mode, network]) => ({
      mode,
      ipv4: network?.IPAddress ?? "",
    })),
    health: healthOf(State),
  };
};
