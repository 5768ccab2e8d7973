/** What is sent, and what it must be answered with. `target` and `body` are for ECS, `body` alone for the others. */
export type BadInput = {
  readonly name: string;
  readonly service: "ecs" | "iam" | "ec2";
  readonly target?: string;
  readonly body: string | Uint8Array;
  readonly contentType?: string;
  readonly code: string;
  readonly message: string;
  readonly status?: number;
};
