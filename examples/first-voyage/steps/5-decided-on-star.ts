import { policy } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { notAllowed, type Story } from "../story.ts";

/** An action that takes no resource is not granted by naming one. */
export const decidedOnStar = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  voyage.begin("5. ListClusters takes no resource: granted on an ARN it stays denied");
  await voyage.call(
    root,
    "iam",
    "PutUserPolicy",
    {
      UserName: "alice",
      PolicyName: "list",
      PolicyDocument: policy({
        Sid: "List",
        Effect: "Allow",
        Action: "ecs:ListClusters",
        Resource: story.clusterArn,
      }),
    },
    { ok: true, because: "ListClusters is granted on one cluster only" },
  );
  await voyage.call(
    story.alice,
    "ecs",
    "ListClusters",
    {},
    {
      refused: "AccessDeniedException",
      status: 400,
      message: notAllowed(story.aliceArn, "ecs:ListClusters", "*"),
    },
  );
  await voyage.portreeve(["explain", "--last"], /decided on [`"']?\*/);
};
