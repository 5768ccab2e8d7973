import type { World } from "../../world.ts";

const mostSources = 10_000;

/**
 * A token bucket for each source: `perSecond` requests in the long run, `burst` at once. The function tells whether
 * one more request of `source` may pass.
 */
export const createRateLimit = (
  world: World,
  perSecond: number,
  burst: number,
): ((source: string) => boolean) => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (source) => {
    const now = world.now();
    const bucket = buckets.get(source) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    buckets.delete(source);
    buckets.set(source, bucket);
    if (buckets.size > mostSources) {
      const oldest = buckets.keys().next().value;
      if (oldest !== undefined) buckets.delete(oldest);
    }
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
};
