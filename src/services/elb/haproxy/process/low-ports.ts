import { readFileSync } from "node:fs";

/** CAP_NET_BIND_SERVICE. https://man7.org/linux/man-pages/man7/capabilities.7.html */
const BIND_SERVICE = 1n << 10n;

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/**
 * The lowest port that a program started by this process may listen on. Root may use any; others what
 * `net.ipv4.ip_unprivileged_port_start` says, or any if they hand CAP_NET_BIND_SERVICE on. macOS leaves all ports
 * to everybody, but only on all addresses at once, so that does not help who keeps to loopback.
 *
 * @param host the address to listen on
 */
export const lowestPort = (host: string): number => {
  if (process.getuid?.() === 0) return 1;
  if (process.platform === "darwin") return host === "0.0.0.0" || host === "::" ? 1 : 1024;
  const ambient = /^CapAmb:\s*([0-9a-f]+)$/m.exec(read("/proc/self/status"))?.[1];
  if (ambient !== undefined && (BigInt(`0x${ambient}`) & BIND_SERVICE) !== 0n) return 1;
  const start = Number.parseInt(read("/proc/sys/net/ipv4/ip_unprivileged_port_start"), 10);
  return Number.isNaN(start) ? 1024 : start;
};
