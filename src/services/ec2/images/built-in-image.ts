/** An Amazon Machine Image as far as instances here differ by it. */
export type MachineImage = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly architecture: "x86_64" | "arm64";
  /** `amazon`, or the account that owns it. */
  readonly owner: string;
  readonly public: boolean;
  /** Whether instances take IMDSv2 only, unless told otherwise. */
  readonly imdsSupportV2: boolean;
  /** Whether it starts the container agent. */
  readonly agent: boolean;
  readonly creationDate: string;
};

/**
 * The images that stand for Amazon's: the ECS-optimized Amazon Linux 2023, and the plain one, on which somebody
 * else's agent can be run against the instance's metadata service. Like the originals they ask for IMDSv2.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-optimized_AMI.html
 */
export const builtInImages: readonly MachineImage[] = [
  {
    id: "ami-0ec50000000000001",
    name: "al2023-ami-ecs-hvm-2023.0.20261101-kernel-6.1-x86_64",
    description: "Portreeve's stand-in for the ECS-optimized Amazon Linux 2023, x86_64",
    architecture: "x86_64",
    owner: "amazon",
    public: true,
    imdsSupportV2: true,
    agent: true,
    creationDate: "2026-11-01T00:00:00.000Z",
  },
  {
    id: "ami-0ec50000000000002",
    name: "al2023-ami-ecs-hvm-2023.0.20261101-kernel-6.1-arm64",
    description: "Portreeve's stand-in for the ECS-optimized Amazon Linux 2023, arm64",
    architecture: "arm64",
    owner: "amazon",
    public: true,
    imdsSupportV2: true,
    agent: true,
    creationDate: "2026-11-01T00:00:00.000Z",
  },
  {
    id: "ami-0ec50000000000003",
    name: "al2023-ami-2023.9.20261101.0-kernel-6.1-x86_64",
    description: "Portreeve's stand-in for Amazon Linux 2023, x86_64: no container agent, bring your own",
    architecture: "x86_64",
    owner: "amazon",
    public: true,
    imdsSupportV2: true,
    agent: false,
    creationDate: "2026-11-01T00:00:00.000Z",
  },
];

/** The account under which Amazon publishes the ECS-optimized images. */
export const AMAZON_ECS_OWNER_ID = "591542846629";

/**
 * The image with an ID: a built-in one, or for any other well-formed ID an image of the caller's own, as
 * every machine here is the same whatever it was launched from.
 */
export const machineImage = (
  id: string,
  accountId: string,
  architecture: MachineImage["architecture"],
): MachineImage =>
  builtInImages.find((image) => image.id === id) ?? {
    id,
    name: id,
    description: "",
    architecture,
    owner: accountId,
    public: false,
    imdsSupportV2: false,
    agent: true,
    creationDate: "2026-11-01T00:00:00.000Z",
  };

/** Whether the text has the form of an image ID: `ami-` with 8 or 17 hexadecimal digits. */
export const isImageId = (id: string): boolean => /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id);
