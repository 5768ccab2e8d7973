import { type ClassicListener, type ClassicLoadBalancerRow, classicKey } from "../../../classic/table.ts";

const PREFIX = "classic ";

/** What the listener of a Classic Load Balancer, and the pool behind it, are known by. */
export const classicPoolId = (
  row: Pick<ClassicLoadBalancerRow, "accountId" | "region" | "name">,
  { loadBalancerPort }: Pick<ClassicListener, "loadBalancerPort">,
): string => `${PREFIX}${classicKey(row)} ${loadBalancerPort}`;

/** The load balancer's key and the listener's port of such a name; undefined for what is no Classic pool. */
export const readClassicPoolId = (
  id: string,
): { readonly loadBalancer: string; readonly port: number } | undefined => {
  if (!id.startsWith(PREFIX)) return undefined;
  const end = id.lastIndexOf(" ");
  return { loadBalancer: id.slice(PREFIX.length, end), port: Number(id.slice(end + 1)) };
};
