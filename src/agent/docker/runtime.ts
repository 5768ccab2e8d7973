import type Dockerode from "dockerode";
import type { World } from "../../world.ts";
import { type ContainerRuntime, type RegistryCredentials, RuntimeError } from "../container-runtime.ts";
import { connectDocker } from "./engine.ts";
import { watchDocker } from "./events.ts";
import { jsonLines } from "./json-lines.ts";
import { snapshotOf } from "./snapshot.ts";
import { statisticsOf } from "./statistics.ts";

const mebibyte = 1024 * 1024;
const prefix = "com.amazonaws.ecs.capability.";
const apiVersions = [17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 32, 44];
const loggingDrivers = new Set([
  "json-file",
  "syslog",
  "journald",
  "gelf",
  "fluentd",
  "awslogs",
  "splunk",
  "none",
]);

const unlessMissing = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RuntimeError && error.status === 404) return undefined;
    throw error;
  }
};

/** `name`, or `name:latest` where neither tag nor digest is given: else Docker would pull every tag. */
const withTag = (image: string): string => (/(?::[^/]+|@[^/]+)$/.test(image) ? image : `${image}:latest`);

// https://docs.docker.com/reference/api/engine/version/v1.41/#section/Authentication
const registryHeaders = (credentials: RegistryCredentials | undefined): Readonly<Record<string, string>> =>
  credentials === undefined
    ? {}
    : { "X-Registry-Auth": Buffer.from(JSON.stringify(credentials)).toString("base64url") };

/** The Docker Engine at `dockerHost` as the agent's runtime. */
export const createDockerRuntime = (dockerHost: string, world: World): ContainerRuntime => {
  const engine = connectDocker(dockerHost);
  const version = () =>
    engine.call<{ readonly Version: string; readonly ApiVersion: string }>("GET", "/version");
  const info = () =>
    engine.call<{
      readonly NCPU: number;
      readonly MemTotal: number;
      readonly Plugins?: { readonly Log?: readonly string[] };
      readonly SecurityOptions?: readonly string[];
    }>("GET", "/info");
  const of = (id: string) => `/containers/${encodeURIComponent(id)}`;

  return {
    kind: "docker",
    version: async () => (await version()).Version,
    capacity: async () => {
      const { NCPU, MemTotal } = await info();
      return { cpu: NCPU * 1024, memory: Math.floor(MemTotal / mebibyte) };
    },
    capabilities: async () => {
      const [{ ApiVersion }, { Plugins, SecurityOptions }] = await Promise.all([version(), info()]);
      const minor = Number(ApiVersion.split(".")[1]);
      const drivers = [...(Plugins?.Log ?? ["json-file"]), "none"];
      const security = (SecurityOptions ?? []).map((option) => /name=(selinux|apparmor)/.exec(option)?.[1]);
      return [
        ...apiVersions.filter((one) => one <= minor).map((one) => `${prefix}docker-remote-api.1.${one}`),
        ...drivers
          .filter((driver) => loggingDrivers.has(driver))
          .map((driver) => `${prefix}logging-driver.${driver}`),
        ...security.flatMap((name) => (name === undefined ? [] : [`${prefix}${name}`])),
      ];
    },
    image: async (name) => {
      const found = await unlessMissing(
        engine.call<Dockerode.ImageInspectInfo>("GET", `/images/${encodeURIComponent(name)}/json`),
      );
      if (found === undefined) return undefined;
      const digest = found.RepoDigests?.[0]?.split("@")[1];
      return { id: found.Id, digest, environment: found.Config?.Env ?? [] };
    },
    pull: async (name, credentials) => {
      const never = new AbortController();
      const path = `/images/create?fromImage=${encodeURIComponent(withTag(name))}`;
      for await (const line of jsonLines(
        await engine.stream("POST", path, never.signal, registryHeaders(credentials)),
      ))
        if (typeof line["error"] === "string") throw new RuntimeError(line["error"], 500);
    },
    create: async (name, body) =>
      (
        await engine.call<{ readonly Id: string }>(
          "POST",
          `/containers/create?name=${encodeURIComponent(name)}`,
          body,
        )
      ).Id,
    start: async (id) => {
      await engine.call("POST", `${of(id)}/start`);
    },
    stop: async (id, seconds) => {
      await unlessMissing(engine.call("POST", `${of(id)}/stop?t=${seconds}`));
    },
    remove: async (id) => {
      await unlessMissing(engine.call("DELETE", `${of(id)}?force=true&v=true`));
    },
    inspect: async (id) => {
      const found = await unlessMissing(engine.call<Dockerode.ContainerInspectInfo>("GET", `${of(id)}/json`));
      return found === undefined ? undefined : snapshotOf(found);
    },
    list: async (label, value) => {
      const filters = encodeURIComponent(JSON.stringify({ label: [`${label}=${value}`] }));
      const found = await engine.call<readonly Dockerode.ContainerInfo[]>(
        "GET",
        `/containers/json?all=true&filters=${filters}`,
      );
      return found.map((container) => ({
        id: container.Id,
        labels: container.Labels,
        createdAt: container.Created * 1000,
        state:
          container.State === "created"
            ? "created"
            : container.State === "exited" || container.State === "dead"
              ? "exited"
              : "running",
      }));
    },
    createVolume: async (name, { driver, driverOptions, labels }) => {
      await engine.call("POST", "/volumes/create", {
        Name: name,
        Driver: driver ?? "local",
        DriverOpts: driverOptions,
        Labels: labels,
      });
    },
    volumeExists: async (name) =>
      (await unlessMissing(engine.call("GET", `/volumes/${encodeURIComponent(name)}`))) !== undefined,
    removeVolume: async (name) => {
      await unlessMissing(engine.call("DELETE", `/volumes/${encodeURIComponent(name)}`));
    },
    statistics: async (id) => {
      const found = await unlessMissing(
        engine.call<Dockerode.ContainerStats>("GET", `${of(id)}/stats?stream=false&one-shot=true`),
      );
      return found === undefined ? undefined : statisticsOf(found);
    },
    watch: (label, value, listener) => watchDocker(engine, world, `${label}=${value}`, listener),
    close: async () => {},
  };
};
