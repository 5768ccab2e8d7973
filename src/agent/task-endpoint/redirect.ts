import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where containers look for credentials and metadata. */
export const taskEndpointAddress = "169.254.170.2";

type Rule = { readonly table: "nat" | "filter"; readonly chain: string; readonly match: readonly string[] };

const dnat = (port: number) => ["-j", "DNAT", "--to-destination", `127.0.0.1:${port}`];
const redirect = (port: number) => ["-j", "REDIRECT", "--to-ports", String(port)];

const redirections = (address: string, port: number): readonly Rule[] => [
  // From bridge containers.
  {
    table: "nat",
    chain: "PREROUTING",
    match: ["-p", "tcp", "-d", address, "--dport", "80", ...dnat(port)],
  },
  // From tasks on the host's network and from the Docker daemon itself.
  {
    table: "nat",
    chain: "OUTPUT",
    match: ["-d", address, "-p", "tcp", "-m", "tcp", "--dport", "80", ...redirect(port)],
  },
];

/** Why: with route_localnet, neighbours could send to what listens on 127.0.0.1 only; none but DNATed packets may. */
const protection: Rule = {
  table: "filter",
  chain: "INPUT",
  match: "! -s 127.0.0.0/8 -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP".split(
    " ",
  ),
};

const iptables = (action: "-C" | "-I" | "-D", { table, chain, match }: Rule): Promise<unknown> =>
  run("iptables", ["-w", "5", "-t", table, action, chain, ...match]);

const exists = (rule: Rule): Promise<boolean> =>
  iptables("-C", rule).then(
    () => true,
    () => false,
  );

const routeLocalnet = "/proc/sys/net/ipv4/conf/all/route_localnet";

const allowLocalnet = async (): Promise<void> => {
  if ((await readFile(routeLocalnet, "utf8")).trim() !== "1") await writeFile(routeLocalnet, "1");
};

/**
 * Makes 169.254.170.2:80 lead to the task endpoint on 127.0.0.1, for containers, host-network tasks and the Docker
 * daemon, as Amazon's ecs-init does. Can be called again. Where it cannot be done (not Linux, not root, no
 * iptables) it says so in one line.
 *
 * @param settings.address another address than 169.254.170.2, for tests beside a running agent
 * @returns whether the address leads to the endpoint now
 */
export const redirectTaskEndpoint = async (settings: {
  readonly port: number;
  readonly address?: string;
  readonly logger: (line: string) => void;
}): Promise<boolean> => {
  const { port, address = taskEndpointAddress, logger } = settings;
  const lacking = (what: string): false => {
    logger(
      `task endpoint: ${what}; containers can't reach ${address}, so they get neither role credentials nor metadata`,
    );
    return false;
  };
  if (process.platform !== "linux") return lacking("redirecting needs Linux");
  if (process.getuid?.() !== 0)
    return lacking("redirecting needs root (run as root, or add the iptables rules yourself)");
  try {
    // Why inserted and not appended: a rule of an endpoint that is gone must not win.
    for (const rule of [protection, ...redirections(address, port)])
      if (!(await exists(rule))) await iptables("-I", rule);
    // Why last: no moment in which 127.0.0.1 is open to others.
    await allowLocalnet();
    return true;
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return lacking(
      missing
        ? "redirecting needs iptables (apt-get install iptables)"
        : `redirecting failed: ${error instanceof Error ? error.message.trim() : String(error)}`,
    );
  }
};

/**
 * Takes the redirection of {@link redirectTaskEndpoint} away; no error if there is none. The rule that protects
 * 127.0.0.1 stays: others may have set route_localnet too.
 */
export const removeTaskEndpointRedirect = async (settings: {
  readonly port: number;
  readonly address?: string;
}): Promise<void> => {
  for (const rule of redirections(settings.address ?? taskEndpointAddress, settings.port))
    while (await exists(rule)) await iptables("-D", rule);
};
