/** An Availability Zone. */
export type Zone = { readonly name: string; readonly id: string };

const DIRECTIONS: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};

/**
 * The short form of a region in the IDs of its zones: `use1` for `us-east-1`.
 * https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 */
const shortRegion = (region: string): string =>
  region
    .split("-")
    .map((part) => (part === "gov" ? "g" : (DIRECTIONS[part] ?? part)))
    .join("");

/** The three zones that every region has here. */
export const zonesOf = (region: string): readonly [Zone, Zone, Zone] => {
  const zone = (letter: string, number: number): Zone => ({
    name: `${region}${letter}`,
    id: `${shortRegion(region)}-az${number}`,
  });
  return [zone("a", 1), zone("b", 2), zone("c", 3)];
};

/**
 * The regions that DescribeRegions names. A call may be made in any other region all the same.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const enabledRegions: readonly string[] = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];
