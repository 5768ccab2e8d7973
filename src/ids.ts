import type { World } from "./world.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const letters = (world: World, count: number): string =>
  Array.from(world.randomBytes(count), (byte) => ALPHABET[byte & 31]).join("");

/**
 * An IAM unique identifier: a four-letter prefix that tells the kind, then 17 characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export const uniqueId = (
  world: World,
  prefix: "AIDA" | "AROA" | "AGPA" | "AIPA" | "ANPA" | "AKIA" | "ASIA" | "ASCA",
): string => `${prefix}${letters(world, prefix === "AKIA" || prefix === "ASIA" ? 16 : 17)}`;

/** A secret access key: 40 characters of base64, 30 random bytes. */
export const secretAccessKey = (world: World): string =>
  Buffer.from(world.randomBytes(30)).toString("base64");

/** The 32 hexadecimal digits by which ECS names tasks and container instances. */
export const hexId = (world: World): string => Buffer.from(world.randomBytes(16)).toString("hex");

/** An EC2 resource identifier such as `i-0123456789abcdef0`. */
export const ec2Id = (world: World, prefix: string): string =>
  `${prefix}-0${Buffer.from(world.randomBytes(8)).toString("hex")}`;
