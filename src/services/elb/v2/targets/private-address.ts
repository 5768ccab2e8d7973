import { BlockList, isIPv4 } from "node:net";

/** RFC 1918 and RFC 6598, as AWS has it, and this machine itself, which is where everything runs here. */
const addresses = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
] as const)
  addresses.addSubnet(network, prefix);

/**
 * Whether an address may be a target. AWS takes no publicly routable ones:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html
 */
export const isPrivateAddress = (address: string): boolean => isIPv4(address) && addresses.check(address);
