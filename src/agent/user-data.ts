const assignment = /^\s*(?:export\s+)?((?:ECS|AWS)_[A-Z0-9_]+)=(.*)$/;
const echoed =
  /\b(?:echo|printf)\s+(?:-[en]+\s+)?(["']?)((?:ECS|AWS)_[A-Z0-9_]+)=(.*?)\1\s*>>?\s*\S*ecs\.config\b/;

const unquote = (text: string): string => {
  const trimmed = text.trim();
  const match = /^(["'])(.*)\1$/.exec(trimmed);
  return match === null ? trimmed : (match[2] ?? "");
};

/** `{"ECSAgentConfiguration":{"Cluster":…}}`, the form that Amazon's agent reads by itself. */
const fromJson = (text: string): Record<string, string> | undefined => {
  try {
    const parsed = JSON.parse(text) as {
      readonly ECSAgentConfiguration?: Readonly<Record<string, unknown>>;
    } | null;
    const configuration = parsed?.ECSAgentConfiguration;
    if (configuration === undefined) return {};
    const cluster = configuration["Cluster"];
    return typeof cluster === "string" ? { ECS_CLUSTER: cluster } : {};
  } catch {
    return undefined;
  }
};

/**
 * The agent's variables in an instance's user data: JSON, lines of `/etc/ecs/ecs.config` (`ECS_CLUSTER=…`), or a
 * shell script that writes such lines with `echo` or a here-document. The script itself is not run.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html
 */
export const environmentFromUserData = (userData: string): Readonly<Record<string, string>> => {
  const json = fromJson(userData);
  if (json !== undefined) return json;
  const found: Record<string, string> = {};
  for (const line of userData.split(/\r?\n/)) {
    const echo = echoed.exec(line);
    const plain = assignment.exec(line);
    if (echo !== null) found[echo[2] ?? ""] = unquote(echo[3] ?? "");
    else if (plain !== null) found[plain[1] ?? ""] = unquote(plain[2] ?? "");
  }
  return found;
};
