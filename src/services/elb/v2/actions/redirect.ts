import type { Action, RedirectActionConfig } from "@aws-sdk/client-elastic-load-balancing-v2";
import { invalidAction } from "../errors.ts";
import type { ActionPlace } from "./checked-actions.ts";

/** What keeps each part as it was. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html */
const KEPT = {
  Protocol: "#{protocol}",
  Port: "#{port}",
  Host: "#{host}",
  Path: "/#{path}",
  Query: "#{query}",
} as const;

/** Whether a text has each of the placeholders at most once, and no other. */
const placeholdersAre = (text: string, allowed: readonly string[]): boolean => {
  const found = text.match(/#\{[^}]*\}?/g) ?? [];
  return new Set(found).size === found.length && found.every((each) => allowed.includes(each));
};

const checkPort = (port: string): void => {
  if (port === KEPT.Port) return;
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535)
    throw invalidAction("The Port parameter must be a number between 1 and 65535, or '#{port}'");
};

/**
 * The configuration of a redirect, with what it leaves out filled in as AWS shows it.
 *
 * @throws AwsError InvalidLoadBalancerAction
 */
export const checkedRedirect = (
  { protocol }: Pick<ActionPlace, "protocol">,
  { RedirectConfig: config }: Action,
): RedirectActionConfig => {
  if (config === undefined)
    throw invalidAction(
      "For actions of type 'redirect', you must specify the following fields: 'RedirectConfig'",
    );
  const settled = {
    Protocol: config.Protocol ?? KEPT.Protocol,
    Port: config.Port ?? KEPT.Port,
    Host: config.Host ?? KEPT.Host,
    Path: config.Path ?? KEPT.Path,
    Query: config.Query ?? KEPT.Query,
    StatusCode: config.StatusCode,
  };
  checkPort(settled.Port);
  if (!settled.Path.startsWith("/") || !placeholdersAre(settled.Path, ["#{path}", "#{host}", "#{port}"]))
    throw invalidAction(
      "The Path parameter must be a valid path, should start with a '/', and may contain up to one of each of these placeholders: '#{path}', '#{host}', '#{port}'.",
    );
  if (!/^[\w.*?#{}-]+$/.test(settled.Host) || !placeholdersAre(settled.Host, ["#{host}"]))
    throw invalidAction(
      "The Host parameter must be a valid hostname, and may contain up to one of these placeholders: '#{host}'",
    );
  if (
    settled.Query.startsWith("?") ||
    !placeholdersAre(settled.Query, ["#{query}", "#{path}", "#{host}", "#{port}", "#{protocol}"])
  )
    throw invalidAction("The Query parameter must be a valid query string without the leading '?'");
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions
  if (protocol === "HTTPS" && settled.Protocol === "HTTP")
    throw invalidAction("You cannot redirect HTTPS to HTTP");
  if (keepsEverything(settled, protocol))
    throw invalidAction("The redirect configuration is not valid because it creates a loop.");
  return settled;
};

const keepsEverything = (
  { Protocol, Port, Host, Path }: RedirectActionConfig,
  listenerProtocol: string,
): boolean =>
  (Protocol === KEPT.Protocol || Protocol === listenerProtocol) &&
  Port === KEPT.Port &&
  Host === KEPT.Host &&
  Path === KEPT.Path;
